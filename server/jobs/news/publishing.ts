import { type HoldersToTell, tellHolders } from '#server/domain/publishing/index.ts'
import type { Subscriber } from '../outbox-relay.ts'

/** Sessions that changed or are off: those who have tickets are told, page by page, and may have their money back. */
export function publishingNews(): Record<string, Subscriber> {
  return {
    'holders.tell': async (pages, db) => {
      for (const page of pages) await tellHolders(db, page as unknown as HoldersToTell)
    }
  }
}

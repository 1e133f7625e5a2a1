import { type Dispatch, type Notice, fanOutDispatches, fanOutNotices } from '#server/domain/notify/index.ts'
import type { Subscriber } from '../outbox-relay.ts'

/** What people are told: each notice becomes lines in the app and deliveries; codes and links become deliveries alone. */
export function noticeNews(): Record<string, Subscriber> {
  return {
    'notice': (notices, db) => fanOutNotices(db, notices as unknown as Notice[]),
    'dispatch': (messages, db, outboxIds) => fanOutDispatches(db, messages as unknown as Dispatch[], outboxIds)
  }
}

import { type Dispatch, type Notice, fanOutDispatches, fanOutNotices } from '#server/domain/notify/index.ts'
import { type Subscriber, ofAllKeys } from '../outbox-relay.ts'

/** What people are told: each notice becomes lines in the app and deliveries; codes and links become deliveries alone. */
export function noticeNews(): Record<string, Subscriber> {
  return {
    'notice': ofAllKeys((notices, db) => fanOutNotices(db, notices as unknown as Notice[])),
    'dispatch': (messages, db, outboxIds) => fanOutDispatches(db, messages as unknown as Dispatch[], outboxIds)
  }
}

import type { Database } from '#drizzle/database.ts'
import type { PushSender } from '#server/domain/notify/index.ts'
import { keptVapidKeys } from './vapid-keys.ts'
import { webPushSender } from './web-push-sender.ts'

/** Keys that say who sends (VAPID, RFC 8292), base64url. */
export interface VapidSettings { publicKey: string, privateKey: string }

/** Web push with the keys given, else with keys that the house made at first use and keeps, sealed with `sealKey`. */
export function createPushSender(options: { vapid: VapidSettings | null, db: Database, sealKey: Buffer, publicUrl: string }): PushSender {
  const keys = options.vapid ? () => Promise.resolve(options.vapid!) : keptVapidKeys(options.db, options.sealKey)
  return webPushSender({ keys, subject: options.publicUrl })
}

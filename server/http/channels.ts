import type { Channels } from '#server/domain/accounts/index.ts'
import type { Settings } from '#server/settings.ts'

/** Which messages the house can send. */
export function channelsOf(_settings: Settings): Channels {
  return { mail: true, sms: true, mailbox: true }
}

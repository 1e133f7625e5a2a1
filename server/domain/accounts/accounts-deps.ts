import type { Database } from '#drizzle/database.ts'
import type { AccessTokens } from './access-token.ts'
import type { LoginCache } from './login-cache.ts'
import type { PasswordHasher } from './password-hasher.ts'
import type { Wallet } from './profile.ts'
import type { LimitDeps } from './try-limits.ts'

/** One derived key for each purpose. */
export interface AccountKeys {
  /** One-time codes and links. */
  codes: Uint8Array
  /** Secrets of authenticator apps; 256 bits. */
  totp: Uint8Array
  /** Recovery codes. */
  recovery: Uint8Array
  /** Cookies of browsers that have logged in before. */
  devices: Uint8Array
}

/** Which messages this house can send, and where they go. */
export interface Channels {
  mail: boolean
  sms: boolean
  /** Mails and texts are kept on the mailbox page instead of being sent. */
  mailbox: boolean
}

/** Everything that the accounts area is given; each function names the part that it needs. */
export interface AccountsDeps extends LimitDeps {
  db: Database
  hasher: PasswordHasher
  accessTokens: AccessTokens
  logins: LoginCache
  wallet: Wallet
  /** Given to every new account. */
  welcomePoints: number
  keys: AccountKeys
  channels: Channels
  /** Whoever proves to own this e-mail becomes admin, while the house has none. */
  firstAdmin: string | null
}

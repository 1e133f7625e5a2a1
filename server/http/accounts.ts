import type { H3Event } from 'h3'
import { type AccessTokens, type LoginCache, type PasswordHasher, type Wallet, createAccessTokens, createLoginCache, createPasswordHasher } from '#server/domain/accounts/index.ts'
import { grantWelcomePoints, walletBalance } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { clientAddress, networkOf } from './client-address.ts'
import { deriveKey } from './keys.ts'

/** What the accounts area needs, made once for a house. */
export interface Accounts {
  db: House['db']
  limiter: House['limiter']
  hasher: PasswordHasher
  accessTokens: AccessTokens
  logins: LoginCache
  wallet: Wallet
  welcomePoints: number
  leniency: number
}

const made = new WeakMap<House, Accounts>()

export function accountsOf(house: House): Accounts {
  const known = made.get(house)
  if (known) return known
  const accounts: Accounts = {
    db: house.db,
    limiter: house.limiter,
    hasher: createPasswordHasher(),
    accessTokens: createAccessTokens(deriveKey(house.settings.secret, 'access-token'), house.settings.publicUrl),
    logins: createLoginCache(house.db),
    wallet: { grantWelcomePoints, walletBalance },
    welcomePoints: house.settings.welcomePoints,
    // A demo's passwords are printed on its front page, and everybody tries it from one machine.
    leniency: house.settings.isDemo ? 100 : 1
  }
  made.set(house, accounts)
  return accounts
}

/** Where a request to log in comes from: `network` to count tries by, the rest for the list of one's devices. */
export function originOf(event: H3Event): { network: string, ip: string, userAgent: string | null } {
  const ip = clientAddress(event)
  return { ip, network: networkOf(ip), userAgent: event.node.req.headers['user-agent'] ?? null }
}

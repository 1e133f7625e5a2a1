import type { H3Event } from 'h3'
import { type AccountsDeps, createAccessTokens, createLoginCache, createPasswordHasher } from '#server/domain/accounts/index.ts'
import { grantWelcomePoints, walletBalance } from '#server/domain/payments/index.ts'
import { type House, house } from '#server/house.ts'
import { clientAddress, networkOf } from './client-address.ts'
import { deriveKey } from './keys.ts'

const made = new WeakMap<House, AccountsDeps>()

/** What the accounts area needs, made once for a house. */
export function accountsOf(house: House): AccountsDeps {
  const known = made.get(house)
  if (known) return known
  const { secret, publicUrl, welcomePoints, isDemo, firstAdmin } = house.settings
  const accounts: AccountsDeps = {
    db: house.db,
    limiter: house.limiter,
    hasher: createPasswordHasher(),
    accessTokens: createAccessTokens(deriveKey(secret, 'access-token'), publicUrl),
    logins: createLoginCache(house.db),
    wallet: { grantWelcomePoints, walletBalance },
    welcomePoints,
    keys: {
      codes: deriveKey(secret, 'one-time-codes'),
      totp: deriveKey(secret, 'authenticator-secrets'),
      recovery: deriveKey(secret, 'recovery-codes'),
      devices: deriveKey(secret, 'known-devices')
    },
    channels: { mail: house.canSendMail, sms: house.canSendSms, mailbox: house.isMailboxOpen },
    firstAdmin: firstAdmin ?? null,
    // A demo's passwords are printed on its front page, and everybody tries it from one machine.
    leniency: isDemo ? 100 : 1
  }
  made.set(house, accounts)
  return accounts
}

/** Where a request comes from: `network` to count tries by, the rest for the list of one's devices. */
export function originOf(event: H3Event): { network: string, ip: string, userAgent: string | null } {
  const ip = clientAddress(event, house().settings.trustedProxies ?? 0)
  return { ip, network: networkOf(ip), userAgent: event.node.req.headers['user-agent'] ?? null }
}

import type { H3Event } from 'h3'
import { accountsOf } from '#server/http/accounts.ts'
import { clientAddress, networkOf } from '#server/http/client-address.ts'
import { accessCookie } from '#server/http/login-cookies.ts'
import { knownVisitor } from '#server/http/visitor.ts'
import type { House } from '#server/house.ts'
import type { LineOwner } from './lines.ts'

/**
 * Whose line it is, by what the request brings and no more: nothing is asked of the database for it, and no cookie is
 * renewed, since the answer to a WebSocket's request cannot carry one.
 */
export async function lineOwner(event: H3Event, house: House): Promise<LineOwner> {
  const access = accessCookie(event, house.settings)
  const claims = access ? await accountsOf(house).accessTokens.verify(access) : null
  const visitor = knownVisitor(event, house)
  return {
    person: claims ? `user:${claims.userId}` : visitor ? `visitor:${visitor}` : null,
    network: networkOf(clientAddress(event, house.settings.trustedProxies))
  }
}

import type { H3Event } from 'h3'
import type { Principal } from '#server/domain/accounts/principal.ts'
import type { House } from '#server/house.ts'

/** Who is logged in, by the access token in its HttpOnly cookie or `Authorization: Bearer`. Null for nobody. */
export async function principalOf(_event: H3Event, _house: House): Promise<Principal | null> {
  return null
}

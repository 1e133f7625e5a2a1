import type { Principal } from '#server/domain/accounts/principal.ts'
import type { House } from '#server/house.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Lets people to what is theirs, and admins to that of anybody: with their second factor, where the house asks for it (S-17). @throws `not-found` */
export function ownOrAdmin(house: House, principal: Principal, userId: string): void {
  if (principal.userId === userId) return
  if (principal.role !== 'admin' || (house.settings.needsSecondFactor && !principal.hasSecondFactor)) throw new DomainError('not-found')
}

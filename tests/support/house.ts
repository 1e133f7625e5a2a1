import { expect } from 'vitest'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { type House, openHouse } from '#server/house.ts'
import { readSettings } from '#server/settings.ts'
import type { Buyer } from '#server/domain/orders/index.ts'
import type { Holder } from '#server/domain/inventory/index.ts'
import { newDatabaseUrl } from './database.ts'

export const TEST_SECRET = 'test-secret-of-forty-characters-or-more-0123456789'

/** A house over a database of its own: the whole domain with its real gateways, without HTTP. */
export async function openTestHouse(env: Record<string, string> = {}): Promise<House & { databaseUrl: string }> {
  const databaseUrl = await newDatabaseUrl()
  return { databaseUrl, ...openHouse(readSettings({ NODE_ENV: 'test', DATABASE_URL: databaseUrl, FOYER_SECRET: TEST_SECRET, DATABASE_POOL: '20', ...env })) }
}

/** Closes a house. Fails where its database breaks one of the promises of `npm run verify`. */
export async function closeSoundHouse(house: House): Promise<void> {
  const broken = (await checkInvariants(house.db)).filter(invariant => invariant.violations > 0)
  await house.close()
  expect(broken).toEqual([])
}

let visitors = 0

/** Somebody at a browser: the same person holds and buys. */
export function person(house: House, userId: string | null = null): Holder & Buyer {
  return { userId, visitor: `visitor-${String(++visitors).padStart(14, '0')}`, tokenKey: house.keys.holdTokens, idempotencyKey: null, locale: 'en', guestKey: house.keys.guests }
}

export const guestContact = (n: number | string = 1) => ({ name: 'Guest', email: `guest-${n}@example.org` })

/** The code of the refusal that `work` ends in; fails where it does not. */
export async function refusalCode(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    return (error as { code: string }).code
  }
  throw new Error('was not refused')
}

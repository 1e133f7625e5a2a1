import { hash } from '@node-rs/argon2'
import type { Transaction } from '#drizzle/database.ts'
import { ledgerAccounts, ledgerEntries, ledgerOperations, publishers, users } from '#drizzle/schema/index.ts'
import { newId } from '#shared/ids/id.ts'

/** Printed by `npm start`: whoever tries the demo needs it. Never seeded into a house of one's own. */
export const DEMO_PASSWORD = 'foyer-demo-2026'
const WELCOME_POINTS = 500_000

export interface DemoAccounts { adminId: string, publisherId: string, customerId: string }

/** One account of each role; the customer has points to spend. */
export async function seedAccounts(tx: Transaction): Promise<DemoAccounts> {
  const passwordHash = await hash(DEMO_PASSWORD, { memoryCost: 19456, timeCost: 2, parallelism: 1 })
  const account = (role: 'admin' | 'publisher' | 'customer', displayName: string, locale: 'en' | 'zh') =>
    ({ id: newId(), role, displayName, locale, email: `${role}@foyer.demo`, passwordHash, emailVerifiedAt: new Date() })
  const [admin, publisher, customer] = [account('admin', 'Avery Admin', 'en'), account('publisher', 'Pei Publisher', 'en'), account('customer', 'Cheng Xiaoyu', 'zh')] as const
  await tx.insert(users).values([admin, publisher, customer])
  await tx.insert(publishers).values({
    userId: publisher.id, slug: 'lantern-and-tide', nameEn: 'Lantern & Tide', nameZh: '灯潮文化',
    aboutEn: 'We bring theatre, music and exhibitions to eight cities: new work beside old favourites, in rooms from a black box to a stadium.',
    aboutZh: '我们把戏剧、音乐与展览带到八座城市：新作与经典并陈，小到黑匣子剧场，大到体育场。'
  })
  await grantPoints(tx, customer.id)
  return { adminId: admin.id, publisherId: publisher.id, customerId: customer.id }
}

async function grantPoints(tx: Transaction, userId: string): Promise<void> {
  const issued = { id: newId(), name: 'house:points-issued', currency: 'PTS', userId: null }
  const wallet = { id: newId(), name: `wallet:${userId}`, currency: 'PTS', userId }
  const operation = { id: newId(), key: `welcome:${userId}`, description: 'Welcome points' }
  await tx.insert(ledgerAccounts).values([issued, wallet])
  await tx.insert(ledgerOperations).values(operation)
  await tx.insert(ledgerEntries).values([
    { operationId: operation.id, accountId: issued.id, amountMinor: -WELCOME_POINTS },
    { operationId: operation.id, accountId: wallet.id, amountMinor: WELCOME_POINTS }
  ])
}

import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { connectDatabase } from '#server/gateways/database/connect.ts'
import { copyOfDatabase } from '#tests/support/database.ts'
import { openTestHouse } from '#tests/support/house.ts'
import { change, givenBought, givenTwoEvenings } from './given-changes.ts'

/** A house in which somebody changed one of two tickets for a dearer one. */
let healthy: string
let oldOrderId: string

beforeAll(async () => {
  const house = await openTestHouse()
  const { first, second } = await givenTwoEvenings(house)
  const bought = await givenBought(house, first)
  await change(house, bought, bought.ticketIds[0]!, { session: second, seat: 4 })
  oldOrderId = bought.orderId
  await house.close()
  healthy = house.databaseUrl
})

async function brokenAfter(...statements: string[]): Promise<string[]> {
  const { db, close } = connectDatabase(await copyOfDatabase(healthy), { pool: 1 })
  try {
    for (const statement of statements) await db.execute(sql.raw(statement))
    return (await checkInvariants(db)).filter(result => result.violations > 0).map(result => result.id)
  } finally {
    await close()
  }
}

describe('npm run verify, of changed tickets', () => {
  it('finds nothing wrong where all is well', async () => expect(await brokenAfter()).toEqual([]))

  it('I3: sees credit that nobody brought', async () => expect(await brokenAfter('delete from order_credits')).toContain('I3'))

  it('I3: sees more credit than was agreed', async () => expect(await brokenAfter('update order_credits set amount_minor = amount_minor + 1')).toContain('I3'))

  it('I3: sees a ticket that was changed for nothing', async () => {
    expect(await brokenAfter('drop trigger if exists ticket_moves_forward on tickets', `update tickets set state = 'changed' where state = 'valid' and order_id = '${oldOrderId}'`)).toEqual(expect.arrayContaining(['I3', 'I9a']))
  })

  it('I3: sees an old ticket that still opens a door', async () => {
    expect(await brokenAfter('drop trigger if exists ticket_moves_forward on tickets', `update tickets set state = 'valid' where state = 'changed'`)).toContain('I3')
  })

  it('I6: sees money that went back and pays another order as well', async () => {
    expect(await brokenAfter(`insert into refunds (id, order_id, payment_id, amount_minor, currency, reason) select gen_random_uuid(), order_id, id, amount_minor, currency, 'test' from payments where order_id = '${oldOrderId}'`)).toContain('I6')
  })
})

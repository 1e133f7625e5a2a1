import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#drizzle/database.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { keepStatsUp, missingOrders, seatsShownWrongly } from '#server/domain/insight/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import { connectDatabase } from '#server/gateways/database/connect.ts'
import { SeatStatus, packStatus } from '#shared/seating/seat-status.ts'
import { copyOfDatabase } from '#tests/support/database.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, person } from '#tests/support/house.ts'

/** A small house with a sale of two seats, a sale of three standing places and an order that waits for its payment. */
let healthy: string
let sessionId: string
let paidOrderId: string

beforeAll(async () => {
  const house = await openTestHouse()
  const session = await givenSession(house.db, { rows: 2, seatsPerRow: 10, standingCapacity: 20, offSaleSeats: [19] })
  const { userId } = await givenCustomer(house.db, 1_000_000)
  const buyer = person(house, userId)
  const order = async (wanted: Parameters<typeof holdSeats>[3]) => {
    const { holdToken } = await holdSeats(house, buyer, session.sessionId, wanted)
    return (await createOrder(house, buyer, { sessionId: session.sessionId, holdToken })).orderId
  }
  sessionId = session.sessionId
  paidOrderId = await order({ seats: [{ seatId: session.seat(4) }, { seatId: session.seat(5) }] })
  const standing = await order({ standing: [{ areaKey: 'floor', quantity: 3, ticketTypeId: session.standingTypeId }] })
  await order({ seats: [{ seatId: session.seat(10) }] })
  for (const id of [paidOrderId, standing]) await payOrder(house, { userId, guestSecret: null }, id, 'points')
  await house.close()
  healthy = house.databaseUrl
})

/** Does something forbidden to a copy of the house, with the guards that would refuse it taken away, and asks what is broken. */
async function brokenAfter(harm: (db: Database) => Promise<unknown>): Promise<string[]> {
  return inCopy(async (db) => {
    await harm(db)
    return (await checkInvariants(db)).filter(result => result.violations > 0).map(result => result.id)
  })
}

async function inCopy<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const { db, close } = connectDatabase(await copyOfDatabase(healthy), { pool: 1 })
  try {
    return await work(db)
  } finally {
    await close()
  }
}

/** Every statement of the text in turn. */
const run = (...statements: string[]) => async (db: Database) => {
  for (const statement of statements) await db.execute(sql.raw(statement))
}

const copyRow = (table: string, changes: string, where = 'true') => `
  insert into ${table} select copy.* from (select t as row from ${table} t where ${where} limit 1) one, jsonb_populate_record(one.row, ${changes}) copy`

describe('npm run verify', () => {
  it('finds nothing wrong with a house that sold as it should', async () => {
    expect(await brokenAfter(async () => {})).toEqual([])
  })

  it('I1: sees a seat with two live claims', async () => {
    expect(await brokenAfter(run('drop index claims_one_live', copyRow('claims', `'{"id": 900001}'`, `state = 'sold'`)))).toContain('I1')
  })

  it('I1: sees a seat with two live tickets', async () => {
    expect(await brokenAfter(run('drop index tickets_one_live_per_seat', 'drop index tickets_line_position',
      copyRow('tickets', `jsonb_build_object('id', gen_random_uuid(), 'secret', 'another')`, 'seat_index is not null')))).toContain('I1')
  })

  it('I1: sees a ticket whose claim was given away', async () => {
    expect(await brokenAfter(run('drop trigger claim_moves_forward on claims', `update claims set state = 'released', released_at = now() where state = 'sold'`))).toContain('I1')
  })

  it('I2: sees a counter of standing places that is wrong by one', async () => {
    expect(await brokenAfter(run('update standing_stock set taken = taken + 1'))).toEqual(['I2'])
  })

  it('I2: sees an area with more people than places', async () => {
    expect(await brokenAfter(run('alter table standing_stock drop constraint standing_stock_never_oversold', 'update standing_stock set capacity = 2'))).toEqual(['I2'])
  })

  it('I2: sees a claim on a seat that the hall does not have', async () => {
    expect(await brokenAfter(run('drop trigger claim_moves_forward on claims', `update claims set seat_index = 5000 where state = 'pending'`))).toContain('I2')
  })

  it('I3: sees money that was taken for an order that is not paid', async () => {
    expect(await brokenAfter(db => db.execute(sql`update orders set state = 'cancelled' where id = ${paidOrderId}`))).toContain('I3')
  })

  it('I3: sees a paid order without its tickets', async () => {
    expect(await brokenAfter(db => db.execute(sql`delete from tickets where order_id = ${paidOrderId} and position = 0 and seat_index = 4`))).toContain('I3')
  })

  it('I3: sees a paid order that nobody paid', async () => {
    expect(await brokenAfter(db => db.execute(sql`update payments set state = 'failed' where order_id = ${paidOrderId}`))).toContain('I3')
  })

  it('I3: sees a payment of another sum than the order\'s', async () => {
    expect(await brokenAfter(run('update payments set amount_minor = amount_minor - 1'))).toContain('I3')
  })

  it('I4: sees a confirmed order that is not in the database', async () => {
    const unknown = '0198a000-0000-7000-8000-000000000000'
    expect(await inCopy(db => missingOrders(db, [paidOrderId, unknown]))).toEqual([unknown])
  })

  it('I5: sees a ledger operation that does not sum to zero', async () => {
    expect(await brokenAfter(run('drop trigger ledger_entries_append_only on ledger_entries', 'update ledger_entries set amount_minor = amount_minor + 1 where id = (select min(id) from ledger_entries where amount_minor > 0)'))).toContain('I5')
  })

  it('I5: sees an overdrawn wallet', async () => {
    expect(await brokenAfter(run('drop trigger ledger_entries_append_only on ledger_entries', `
      update ledger_entries e set amount_minor = sign(e.amount_minor) * 100 from ledger_operations o where o.id = e.operation_id and o.key like 'welcome:%'`))).toEqual(['I5'])
  })

  it('I6: sees more refunded than was paid', async () => {
    expect(await brokenAfter(run(`update tickets set state = 'refunded'`, 'update payments set amount_minor = 1'))).toContain('I6')
  })

  it('I8: sees an order that was charged twice', async () => {
    expect(await brokenAfter(run('drop index payments_one_capture',
      copyRow('payments', `jsonb_build_object('id', gen_random_uuid(), 'transaction_id', 'another')`, `state = 'captured'`)))).toContain('I8')
  })

  it('I8: sees a provider\'s notice that was taken twice', async () => {
    const notice = (id: string) => `insert into provider_events (id, provider, provider_event_id) values ('${id}', 'stripe', 'evt_1')`
    expect(await brokenAfter(run('drop index provider_events_once', notice('0198a000-0000-7000-8000-000000000001'), notice('0198a000-0000-7000-8000-000000000002')))).toEqual(['I8'])
  })

  it('I8: sees a hold that became two orders', async () => {
    expect(await brokenAfter(run('drop index orders_hold_unique', 'update orders set hold_hash = \'the same\''))).toEqual(['I8'])
  })

  it('I9: sees a state that the audit log does not know', async () => {
    expect(await brokenAfter(run(`update orders set state = 'cancelled' where state = 'pending'`))).toContain('I9')
  })

  it('I9: sees a move that is not allowed', async () => {
    expect(await brokenAfter(run(
      `insert into audit_log (actor, action, subject_type, subject_id, from_state, to_state) values ('a bug', 'order.pending', 'order', '${paidOrderId}', 'paid', 'pending')`,
      `insert into audit_log (actor, action, subject_type, subject_id, from_state, to_state) values ('a bug', 'order.paid', 'order', '${paidOrderId}', 'pending', 'paid')`
    ))).toEqual(['I9'])
  })

  it('I9: sees a ticket whose state the audit log does not know', async () => {
    expect(await brokenAfter(run(`update tickets set state = 'used', used_at = now() where id = (select id from tickets limit 1)`))).toEqual(['I9a'])
  })

  it('I9: sees a ticket that came back from where nothing comes back', async () => {
    const move = (from: string, to: string) => `insert into audit_log (actor, action, subject_type, subject_id, from_state, to_state) select 'a bug', 'ticket.${to}', 'ticket', min(id::text), '${from}', '${to}' from tickets`
    expect(await brokenAfter(run(move('valid', 'refunded'), move('refunded', 'valid')))).toEqual(['I9a'])
  })

  it('I10: sees roll-ups that say another sum than the ledger, or than the orders', async () => {
    const aDayLater = run('drop trigger ledger_operations_append_only on ledger_operations', 'drop trigger audit_log_append_only on audit_log',
      ...['ledger_operations.created_at', 'audit_log.created_at', 'orders.paid_at'].map((column) => {
        const [table, name] = column.split('.')
        return `update ${table} set ${name} = ${name} - interval '1 day'`
      }))
    const after = (harm: string) => brokenAfter(async (db) => {
      await aDayLater(db)
      await keepStatsUp(db)
      if (harm) await run(harm)(db)
    })
    expect(await after('')).toEqual([])
    expect(await after('update stats_money set taken_minor = taken_minor + 1 where ctid = (select min(ctid) from stats_money)')).toEqual(['I10'])
    expect(await after('update stats_sales set sold_minor = sold_minor - 1 where ctid = (select min(ctid) from stats_sales)')).toEqual(['I10'])
    expect(await after('delete from stats_money')).toEqual(['I10'])
  })

  it('I11: sees seats that are shown as what they are not', async () => {
    const status = new Uint8Array(20)
    status.set([SeatStatus.sold, SeatStatus.sold], 4)
    status[10] = SeatStatus.held
    status[19] = SeatStatus.offSale
    const shown = (areas = { floor: { free: 17, capacity: 20 } }) => ({ seatCount: 20, packed: Buffer.from(packStatus(status)).toString('base64'), areas })
    await inCopy(async (db) => {
      expect(await seatsShownWrongly(db, sessionId, shown())).toEqual([])
      status[4] = SeatStatus.free
      status[0] = SeatStatus.sold
      expect(await seatsShownWrongly(db, sessionId, shown({ floor: { free: 20, capacity: 20 } }))).toHaveLength(3)
    })
  })
})

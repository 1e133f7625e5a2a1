import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type DatabaseConnection, connectDatabase } from '#server/gateways/database/connect.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { until } from '#tests/support/until.ts'

let url: string
let admin: DatabaseConnection
let house: DatabaseConnection
const uncaught: unknown[] = []
const note = (error: unknown) => void uncaught.push(error)

beforeAll(async () => {
  url = await newDatabaseUrl()
  admin = connectDatabase(url, { pool: 1 })
  await admin.db.execute(sql`create table book (line text)`)
  process.on('uncaughtException', note).on('unhandledRejection', note)
})
afterAll(async () => {
  process.off('uncaughtException', note).off('unhandledRejection', note)
  await admin.close()
})
beforeEach(async () => {
  // One connection, so that whoever comes next has the place of the one that broke.
  house = connectDatabase(url, { pool: 1 })
  await admin.db.execute(sql`truncate book`)
})
afterEach(async () => {
  await house.close(1)
  expect(uncaught).toEqual([])
})

/** A transaction that has written one line, and goes on with `rest` when it is let. */
function startWriting(name: string, rest: (tx: Parameters<Parameters<typeof house.db.transaction>[0]>[0]) => Promise<unknown>) {
  let goOn!: () => void
  const isLet = new Promise<void>(resolve => goOn = resolve)
  let ended = false
  let backend = 0
  const outcome = house.db.transaction(async (tx) => {
    try {
      const [row] = await tx.execute<{ pid: number }>(sql`insert into book values (${name}) returning pg_backend_pid() as pid`)
      backend = row!.pid
      await isLet
      return await rest(tx)
    } finally {
      ended = true
    }
  }).then(() => 'written', (error: unknown) => error)
  return { goOn, outcome, hasEnded: () => ended, backend: async () => {
    await until('it has begun', () => backend > 0)
    return backend
  } }
}

async function kill(backend: number): Promise<void> {
  await admin.db.execute(sql`select pg_terminate_backend(${backend})`)
  await until('it is gone', async () => (await admin.db.execute(sql`select 1 from pg_stat_activity where pid = ${backend}`)).length === 0)
}

const lines = async () => (await admin.db.execute<{ line: string }>(sql`select line from book order by line`)).map(row => row.line)
const write = (line: string) => sql`insert into book values (${line})`

describe('a connection that breaks inside a transaction', () => {
  it('while a statement is answered: it is told, nothing is thrown past everybody, and the place in the pool serves the next', async () => {
    for (let round = 0; round < 3; round++) {
      const first = startWriting('first', tx => tx.execute(sql`select pg_sleep(60)`))
      const backend = await first.backend()
      first.goOn()
      await until('it sleeps', async () => (await admin.db.execute(sql`select 1 from pg_stat_activity where pid = ${backend} and query like '%pg_sleep%'`)).length === 1)
      await kill(backend)
      expect(await first.outcome).toBeInstanceOf(Error)
      await house.db.execute(write(`next ${round}`)).catch(() => house.db.execute(write(`next ${round}`)))
    }
    expect(await lines()).toEqual(['next 0', 'next 1', 'next 2'])
  })

  it('while it does something else: what is left of it is not written into the transaction of the next', async () => {
    const first = startWriting('first', tx => tx.execute(write('first, after it was lost')))
    await kill(await first.backend())
    expect(await first.outcome).toBeInstanceOf(Error)
    const second = startWriting('second', async (tx) => {
      await tx.execute(write('second again'))
      throw new Error('the second thinks better of it')
    })
    await second.backend()
    first.goOn()
    await until('the first has nothing left to do', first.hasEnded)
    second.goOn()
    expect(await second.outcome).toEqual(new Error('the second thinks better of it'))
    expect(await lines()).toEqual([])
  })

  it('inside a savepoint: the work is over, and its ends are tied up', async () => {
    let isTidy = false
    const first = startWriting('first', async (tx) => {
      try {
        await tx.transaction(async own => void await own.execute(sql`select pg_sleep(60)`))
      } catch {
        await tx.execute(write('first, in spite of it'))
      } finally {
        isTidy = true
      }
    })
    const backend = await first.backend()
    first.goOn()
    await until('it sleeps', async () => (await admin.db.execute(sql`select 1 from pg_stat_activity where pid = ${backend} and query like '%pg_sleep%'`)).length === 1)
    await kill(backend)
    expect(await first.outcome).toBeInstanceOf(Error)
    await until('its ends are tied up', () => isTidy)
    await house.db.execute(write('next')).catch(() => house.db.execute(write('next')))
    expect(await lines()).toEqual(['next'])
  })

  it('with several statements at once: each is told', async () => {
    const told: unknown[] = []
    const first = startWriting('first', async (tx) => {
      const asked = Array.from({ length: 5 }, (_, n) => tx.execute(n === 0 ? sql`select pg_sleep(60)` : sql`select ${n}::int`).catch((error: unknown) => told.push(error)))
      await Promise.all(asked)
    })
    const backend = await first.backend()
    first.goOn()
    await until('it sleeps', async () => (await admin.db.execute(sql`select 1 from pg_stat_activity where pid = ${backend} and query like '%pg_sleep%'`)).length === 1)
    await kill(backend)
    expect(await first.outcome).toBeInstanceOf(Error)
    await until('each was told', () => told.length === 5)
  })
})

describe('a transaction whose work fails by itself', () => {
  it('is undone on its own connection, savepoint and whole', async () => {
    await house.db.transaction(async (tx) => {
      await tx.execute(write('kept'))
      await tx.transaction(async (own) => {
        await own.execute(write('undone'))
        throw new Error('no')
      }).catch(() => {})
    })
    await house.db.transaction(async (tx) => {
      await tx.execute(write('undone too'))
      throw new Error('no')
    }).catch(() => {})
    expect(await lines()).toEqual(['kept'])
  })

  it('takes nothing more when it is over', async () => {
    let kept!: Parameters<Parameters<typeof house.db.transaction>[0]>[0]
    await house.db.transaction(async (tx) => {
      kept = tx
      await tx.execute(write('inside'))
    })
    await expect(kept.execute(write('outside'))).rejects.toThrow()
    expect(await lines()).toEqual(['inside'])
  })
})

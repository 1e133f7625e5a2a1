import type postgres from 'postgres'
import { noteStatement, noteTransaction } from './note-statement.ts'
import { TransactionLife, afterClosing } from './transaction-life.ts'

type Ask = <T>(question: () => PromiseLike<T>) => Promise<T>
type Work = (sql: postgres.TransactionSql) => Promise<unknown>
/** `begin` and `savepoint`, whose optional first argument comes before the work. */
type Scope = (...args: unknown[]) => Promise<unknown>

/**
 * The driver as this house uses it, as far as drizzle asks for it. drizzle sends its queries unprepared, which costs two round trips each
 * (describe, then run) and lets none follow before its answer. Prepared once on a connection, a query is one round trip. Several that are
 * sent together may still run in any order: the driver lets a known query overtake one that it must describe first. Statements and
 * transactions are counted here besides.
 */
export function dressClient(client: postgres.Sql, prepares: boolean): postgres.Sql {
  const begin = client.begin as Scope
  const dressed = {
    options: client.options,
    unsafe: dressUnsafe(client, prepares, afterClosing),
    begin: (...args: unknown[]) => noteTransaction(() => afterClosing(async () => {
      const life = new TransactionLife()
      try {
        return await begin(...args.slice(0, -1), inside(prepares, life, args.at(-1) as Work))
      } catch (error) {
        life.end(error)
        throw error
      } finally {
        life.end()
      }
    }))
  }
  return dressed as unknown as postgres.Sql
}

function inside(prepares: boolean, life: TransactionLife, work: Work): Work {
  return transaction => life.keep(() => work(dressTransaction(prepares, life, transaction)))
}

function dressTransaction(prepares: boolean, life: TransactionLife, transaction: postgres.TransactionSql): postgres.TransactionSql {
  const savepoint = transaction.savepoint as Scope
  const dressed = {
    unsafe: dressUnsafe(transaction, prepares, question => life.ask(question)),
    savepoint: (...args: unknown[]) => life.ask(() => savepoint(...args.slice(0, -1), inside(prepares, life, args.at(-1) as Work)))
  }
  return dressed as unknown as postgres.TransactionSql
}

function dressUnsafe({ unsafe }: Pick<postgres.Sql, 'unsafe'>, prepares: boolean, ask: Ask) {
  return (...[query, parameters, options]: Parameters<typeof unsafe>) => {
    let isBare = false
    // A moment later, as the driver itself does, so that whoever made it may still say how he wants the answer.
    const answer = Promise.resolve().then(() => ask<unknown>(() => {
      const asked = unsafe(query, parameters, prepares && parameters?.length ? { prepare: true, ...options } : options)
      return isBare ? asked.values() : asked
    }))
    const values = () => {
      isBare = true
      return answer
    }
    return noteStatement(query, Object.assign(answer, { values }))
  }
}

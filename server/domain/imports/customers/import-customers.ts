import { sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import type { CustomerImportMapping, CustomerImportOutcome } from '#shared/api/customer-imports.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { createWorkGate } from '#shared/flow/work-gate.ts'
import { encodingOf } from '../encoding.ts'
import { compareRows, makeAccounts, outcomeOf, stageRows } from './staged-rows.ts'

export interface CustomerImport {
  run: { id: string, adminId: string }
  mapping: CustomerImportMapping
  isDryRun: boolean
  /** The file from its beginning; it is read several times. */
  read: () => AsyncIterable<Uint8Array>
}

/** Files worked on at once by this process, and those that may wait: each keeps a connection to the database until it is through. */
const room = createWorkGate(1, 5)

/**
 * Imports customers from a table, all of them or none; a dry run says the same and makes no account. Accounts that are there already
 * stay as they are. Throws `invalid-input` for a file in no encoding that is known, and `unavailable` where too many files wait already.
 * @returns how each row came out; nothing was written unless `isImported`
 */
export async function importCustomers({ db }: { db: Database }, wish: CustomerImport): Promise<CustomerImportOutcome> {
  return await room.run(async () => {
    const encoding = await encodingOf(wish.read)
    if (!encoding) throw new DomainError('invalid-input', { errors: [{ path: 'file', message: 'is neither UTF-8 nor GB 18030 (GBK) nor UTF-16', code: 'custom' }] })
    return await db.transaction(async (tx) => {
      await afterOtherTables(tx)
      await stageRows(tx, wish.mapping, wish.read, encoding)
      await compareRows(tx, wish.mapping)
      const tried = await outcomeOf(tx, { isDryRun: wish.isDryRun, isImported: false, encoding })
      if (wish.isDryRun || tried.refused > 0) return tried
      await makeAccounts(tx, wish.run)
      return await outcomeOf(tx, { isDryRun: false, isImported: true, encoding })
    })
  })
}

/** A large file takes longer than serving a visitor ever may; two that bring the same people go one after the other. */
async function afterOtherTables(tx: Transaction): Promise<void> {
  await tx.execute(sql`set local statement_timeout = 0`)
  await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
  await tx.execute(sql`set local lock_timeout = 0`)
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('customer-import', 0))`)
}

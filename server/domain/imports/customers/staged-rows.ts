import { sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import type { CustomerImportMapping, CustomerImportOutcome, CustomerRow } from '#shared/api/customer-imports.ts'
import { newId } from '#shared/ids/id.ts'
import type { Encoding } from '../encoding.ts'
import { readTable } from '../read-table.ts'
import { readCustomer } from './read-customer-row.ts'

/** Rows written at once. */
const BATCH = 1_000
/** A file of so many rows is listed whole; of a larger one only refused rows, as many. */
const LISTED = 2_000

/**
 * Puts the rows of the file into a table that is gone with the transaction: a million of them take no memory here, and the database
 * tells which are there twice.
 */
export async function stageRows(tx: Transaction, mapping: CustomerImportMapping, read: () => AsyncIterable<Uint8Array>, encoding: Encoding): Promise<void> {
  await tx.execute(sql`create temp table brought (n int primary key, line int, id uuid, email text, name text, phone text, locale text, outcome text, messages jsonb) on commit drop`)
  let n = 0
  let batch: Record<string, unknown>[] = []
  for await (const { line, cells } of readTable(read, encoding)) {
    batch.push({ n: ++n, line, id: newId(), ...cells ? rowOf(cells, mapping) : { email: '', name: '', phone: null, locale: mapping.locale, outcome: 'refused', messages: [{ code: 'malformed', column: null, value: null }] } })
    if (batch.length < BATCH) continue
    await write(tx, batch)
    batch = []
  }
  await write(tx, batch)
  await tx.execute(sql`create index on brought (email)`)
  await tx.execute(sql`create index on brought (phone) where phone is not null`)
  await tx.execute(sql`analyze brought`)
}

function rowOf(cells: Record<string, string>, mapping: CustomerImportMapping) {
  const { facts, messages, email, name } = readCustomer(cells, mapping)
  return { email: facts?.email ?? email, name: facts?.name ?? name, phone: facts?.phone ?? null, locale: facts?.locale ?? mapping.locale, outcome: facts ? 'new' : 'refused', messages }
}

async function write(tx: Transaction, rows: Record<string, unknown>[]): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`
    insert into brought select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(n int, line int, id uuid, email text, name text, phone text, locale text, outcome text, messages jsonb)`)
}

/** Compares the rows with each other and with the accounts that there are. */
export async function compareRows(tx: Transaction, { columns }: CustomerImportMapping): Promise<void> {
  // The first of several is the one that is meant; the others are told where it stands.
  for (const [field, code, column] of [['email', 'email-twice', columns.email], ['phone', 'phone-twice', columns.phone]] as const) {
    const value = sql.raw(field)
    await tx.execute(sql`
      update brought b set outcome = 'refused', messages = b.messages || jsonb_build_array(jsonb_build_object('code', ${code}::text, 'column', ${column}::text, 'value', b.${value} || ' (' || d.line || ')'))
      from (select n, row_number() over w as place, first_value(line) over w as line from brought where outcome = 'new' and ${value} is not null window w as (partition by ${value} order by n)) d
      where d.n = b.n and d.place > 1`)
  }
  await tx.execute(sql`
    update brought b set outcome = 'unchanged', messages = b.messages || jsonb_build_array(jsonb_build_object('code', 'account-there', 'column', null, 'value', null))
    from users u where u.email = b.email and b.outcome = 'new'`)
  await tx.execute(sql`
    update brought b set outcome = 'refused', messages = b.messages || jsonb_build_array(jsonb_build_object('code', 'phone-taken', 'column', ${columns.phone}::text, 'value', b.phone))
    from users u where u.phone = b.phone and b.outcome = 'new'`)
}

/**
 * Makes the accounts: without a password and without a proof, so that nobody has them before he proves an address of theirs. Whoever
 * signed up by himself in this very moment has his own account.
 */
export async function makeAccounts(tx: Transaction, run: { id: string, adminId: string }): Promise<void> {
  await tx.execute(sql`
    insert into users (id, email, phone, display_name, locale, unclaimed_since) select id, email, phone, name, locale::locale, now() from brought where outcome = 'new' order by n on conflict do nothing`)
  await tx.execute(sql`
    update brought b set outcome = 'unchanged', messages = b.messages || jsonb_build_array(jsonb_build_object('code', 'account-there', 'column', null, 'value', null))
    where b.outcome = 'new' and not exists (select from users u where u.id = b.id)`)
  await tx.execute(sql`insert into imported_people (user_id, run_id) select id, ${run.id}::uuid from brought where outcome = 'new' order by n`)
  await tx.execute(sql`
    insert into audit_log (actor, action, subject_type, subject_id, to_state, details)
    select ${run.adminId}, 'account.imported', 'user', id::text, 'unclaimed', jsonb_build_object('import', ${run.id}::text) from brought where outcome = 'new' order by n`)
}

/** How the rows came out. */
export async function outcomeOf(tx: Transaction, of: Pick<CustomerImportOutcome, 'isDryRun' | 'isImported' | 'encoding'>): Promise<CustomerImportOutcome> {
  const [counts] = await tx.execute<{ rows: number, created: number, unchanged: number, refused: number }>(sql`
    select count(*)::int as rows, count(*) filter (where outcome = 'new')::int as created, count(*) filter (where outcome = 'unchanged')::int as unchanged, count(*) filter (where outcome = 'refused')::int as refused from brought`)
  const isListCut = counts!.rows > LISTED
  const list = await tx.execute<CustomerRow & Record<string, unknown>>(sql`
    select line, email, name, outcome, messages from brought where ${isListCut ? sql`outcome = 'refused'` : sql`true`} order by n limit ${LISTED}`)
  return { ...of, ...counts!, list: [...list], isListCut }
}

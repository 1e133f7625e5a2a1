import { sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { createWorkGate } from '#shared/flow/work-gate.ts'
import { type Author, importEvent } from '#server/domain/publishing/index.ts'
import type { EventImportMapping, ImportOutcome, ImportRow, RowMessage } from '#shared/api/imports.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { documentOfRow } from './document-of-row.ts'
import { type Encoding, encodingOf } from './encoding.ts'
import { ImportHouses, categoryIds } from './house-of-row.ts'
import { type TableRow, readTable } from './read-table.ts'
import { readRow } from './row-reader.ts'
import { Tally } from './tally.ts'

export interface EventImport {
  mapping: EventImportMapping
  isDryRun: boolean
  /** Take the rows that can be taken, each for itself; else all or nothing. */
  isRowByRow: boolean
  publish: 'draft' | 'approved'
  /** The file from its beginning; it is read several times. */
  read: () => AsyncIterable<Uint8Array>
  now?: Date
}

/** Above this a dry run reads and checks every row, but tries no writing. */
const MOST_TO_TRY = 5_000

/**
 * Files worked on at once by this process, and those that may wait: each keeps a connection to the database until it is through, and
 * those who buy need the others.
 */
const room = createWorkGate(2, 10)

/** Ends a transaction whose work was only tried, or that is all or nothing and was not all. */
class Undo extends Error {}

/**
 * Imports events from a table, all of them or none, or row by row. A dry run does the same and leaves nothing behind. Rows stream
 * through: of the file only the ids are kept. Throws `not-allowed` where somebody but an admin asks for approval,
 * `invalid-input` for a file in no encoding that is known, and `unavailable` where too many files wait already.
 * @returns how each row came out; nothing was written unless `isImported`
 */
export async function importEvents({ db }: { db: Database }, author: Author, wish: EventImport): Promise<ImportOutcome> {
  if (wish.publish === 'approved' && author.role !== 'admin') throw new DomainError('not-allowed')
  return await room.run(() => workThrough(db, author, wish))
}

async function workThrough(db: Database, author: Author, wish: EventImport): Promise<ImportOutcome> {
  const encoding = await encodingOf(wish.read)
  if (!encoding) throw new DomainError('invalid-input', { errors: [{ path: 'file', message: 'is neither UTF-8 nor GB 18030 (GBK) nor UTF-16', code: 'custom' }] })
  const first = await look(db, wish, encoding)
  const facts = { isDryRun: wish.isDryRun, isImported: false, encoding, newVenues: 0 }
  const isHopeless = first.refused > 0 && !wish.isRowByRow
  if (isHopeless || (wish.isDryRun && first.rows > MOST_TO_TRY)) return first.outcome(facts)
  return wish.isRowByRow && !wish.isDryRun ? await rowByRow(db, author, wish, encoding) : await together(db, author, wish, encoding)
}

/** What the file alone says: rows that cannot be read, are there twice, or name what nobody knows. */
async function look(db: Database, wish: EventImport, encoding: Encoding): Promise<Tally> {
  const tally = new Tally()
  for await (const row of rowsOf(db, wish, encoding, tally)) tally.add({ ...row.shown, outcome: row.facts ? 'new' : 'refused' })
  return tally
}

async function together(db: Database, author: Author, wish: EventImport, encoding: Encoding): Promise<ImportOutcome> {
  const tally = new Tally()
  const houses = new ImportHouses(author, wish.mapping)
  try {
    await db.transaction(async (tx) => {
      // A large file takes longer than serving a visitor ever may.
      await tx.execute(sql`set local statement_timeout = 0`)
      await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
      await afterOtherTables(tx)
      await writeAll(tx, author, wish, encoding, tally, houses)
      if (wish.isDryRun || (tally.refused > 0 && !wish.isRowByRow)) throw new Undo()
    })
  } catch (error) {
    if (!(error instanceof Undo)) throw error
    return tally.outcome({ isDryRun: wish.isDryRun, isImported: false, encoding, newVenues: houses.made })
  }
  return tally.outcome({ isDryRun: false, isImported: true, encoding, newVenues: houses.made })
}

/**
 * Two tables that both bring the same new venues would wait for each other's, each for the other's next. So they go one after the
 * other, and who waits here waits as long as it takes; nobody else is kept waiting by this lock.
 */
async function afterOtherTables(tx: Transaction): Promise<void> {
  await tx.execute(sql`set local lock_timeout = 0`)
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('event-import', 0))`)
}

async function rowByRow(db: Database, author: Author, wish: EventImport, encoding: Encoding): Promise<ImportOutcome> {
  const tally = new Tally()
  const houses = new ImportHouses(author, wish.mapping)
  await writeAll(db, author, wish, encoding, tally, houses)
  return tally.outcome({ isDryRun: false, isImported: true, encoding, newVenues: houses.made })
}

async function writeAll(db: Database | Transaction, author: Author, wish: EventImport, encoding: Encoding, tally: Tally, houses: ImportHouses): Promise<void> {
  const categories = await categoryIds(db as Database)
  for await (const { facts, shown } of rowsOf(db as Database, wish, encoding, tally)) {
    if (!facts) {
      tally.add({ ...shown, outcome: 'refused' })
      continue
    }
    try {
      // By itself, so that a house that was made outlives a row that is refused.
      const hall = await db.transaction(tx => houses.of(tx, facts.venue))
      if (hall.isNew) shown.messages.push({ code: 'venue-new', column: null, value: facts.venue.name.en })
      const document = documentOfRow(facts, wish.mapping, hall, categories.get(facts.categorySlug)!)
      const written = await oneRow(db, wish, tx => importEvent(tx, author, { source: wish.mapping.source, externalId: facts.externalId, document, publish: wish.publish }))
      tally.add({ ...shown, outcome: written.outcome, eventId: wish.isDryRun ? null : written.eventId })
    } catch (error) {
      tally.add({ ...shown, outcome: 'refused', messages: [...shown.messages, refusalOf(error)] })
    }
  }
}

/** A row that is only tried is undone at once: what it locked is free again for those who buy, not only at the end of the file. */
async function oneRow<T>(db: Database | Transaction, { isDryRun }: EventImport, write: (tx: Transaction) => Promise<T>): Promise<T> {
  if (!isDryRun) return await db.transaction(write)
  let outcome: { of: T } | undefined
  await db.transaction(async (tx) => {
    outcome = { of: await write(tx) }
    throw new Undo()
  }).catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error
  })
  return outcome!.of
}

function refusalOf(error: unknown): RowMessage {
  if (!(error instanceof DomainError)) throw error
  if (error.code === 'under-review') return { code: 'under-review', column: null, value: null }
  const faults = (error.data.faults as { path: string, code: string }[] | undefined) ?? []
  return { code: 'not-ready', column: null, value: faults[0] ? `${faults[0].path}: ${faults[0].code}` : error.code }
}

type Shown = Omit<ImportRow, 'outcome'>

/** Each row as far as it can be read without writing, with what is to be shown of it. */
async function* rowsOf(db: Database, wish: EventImport, encoding: Encoding, tally: Tally) {
  const known = await categoryIds(db)
  const seen = new Set<string>()
  const now = wish.now ?? new Date()
  for await (const row of readTable(wish.read, encoding)) {
    const { facts, shown, unknownCategory } = shownRow(row, wish.mapping, now)
    if (unknownCategory !== null) tally.addUnknownCategory(unknownCategory)
    const refusals: RowMessage[] = []
    if (facts && seen.has(facts.externalId)) refusals.push({ code: 'id-twice', column: wish.mapping.columns.externalId, value: facts.externalId })
    if (facts && !known.has(facts.categorySlug)) refusals.push({ code: 'category-unknown', column: wish.mapping.columns.category, value: facts.categorySlug })
    if (facts) seen.add(facts.externalId)
    yield { facts: refusals.length > 0 ? null : facts, shown: { ...shown, messages: [...shown.messages, ...refusals] } }
  }
}

function shownRow({ line, cells }: TableRow, mapping: EventImportMapping, now: Date) {
  if (!cells) {
    const shown: Shown = { line, externalId: '', name: '', messages: [{ code: 'malformed', column: null, value: null }], sessions: 0, eventId: null }
    return { facts: null, shown, unknownCategory: null }
  }
  const { facts, messages, externalId, name, unknownCategory } = readRow(cells, mapping, now)
  const shown: Shown = { line, externalId: externalId.slice(0, 200), name: name.slice(0, 200), messages, sessions: facts?.startsAt.length ?? 0, eventId: null }
  return { facts, shown, unknownCategory }
}

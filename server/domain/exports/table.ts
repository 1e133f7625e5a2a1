import type { Queryable } from '#drizzle/database.ts'
import type { Money } from '#shared/money/money.ts'
import type { LocalText, Locale } from '#shared/text/local-text.ts'

/** What stands in one place of a table. A text is a text in every program, whatever it looks like. */
export type Cell = string | number | Money | null

export interface Column {
  header: LocalText
  /** In characters. */
  width: number
}

/** Whose rows, and in which language. */
export interface Extent {
  /** Null: everybody's. */
  ownerId: string | null
  eventId: string | null
  locale: Locale
  /** The house's key of document numbers. */
  attendeeKey: Buffer
  /** Called before the first number of a document is opened. */
  noteDocuments(): Promise<void>
}

/** A table as it is exported: read page by page, so that its size does not matter. */
export interface ExportTable {
  columns: readonly Column[]
  count(db: Queryable, extent: Extent): Promise<number>
  /** The page behind `after`, and what to ask the next one with; null: that was the last. */
  page(db: Queryable, extent: Extent, after: string | null, limit: number): Promise<{ rows: Cell[][], next: string | null }>
}

/** Everything of a table, a page at a time. */
export async function* allPages(table: ExportTable, db: Queryable, extent: Extent, limit = 2000): AsyncGenerator<Cell[][]> {
  let after: string | null = null
  do {
    const { rows, next }: Awaited<ReturnType<ExportTable['page']>> = await table.page(db, extent, after, limit)
    yield rows
    after = next
  } while (after !== null)
}

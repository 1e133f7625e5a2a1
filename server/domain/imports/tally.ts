import type { ImportOutcome, ImportRow } from '#shared/api/imports.ts'

/** A file of so many rows is listed whole; of a larger one only refused rows, as many. */
const LISTED = 2_000
const CATEGORIES_LISTED = 200

/** Counts how the rows of a run come out, and keeps those worth showing. Its size does not grow with the file's. */
export class Tally {
  readonly #rows: ImportRow[] = []
  readonly #refused: ImportRow[] = []
  readonly #categories = new Map<string, number>()
  readonly #counts = { new: 0, changed: 0, unchanged: 0, refused: 0 }
  #sessions = 0

  add(row: ImportRow): void {
    this.#counts[row.outcome]++
    if (row.outcome !== 'refused') this.#sessions += row.sessions
    if (this.#rows.length < LISTED) this.#rows.push(row)
    if (row.outcome === 'refused' && this.#refused.length < LISTED) this.#refused.push(row)
  }

  addUnknownCategory(value: string): void {
    if (this.#categories.has(value) || this.#categories.size < CATEGORIES_LISTED) this.#categories.set(value, (this.#categories.get(value) ?? 0) + 1)
  }

  get refused(): number {
    return this.#counts.refused
  }

  get rows(): number {
    const { new: created, changed, unchanged, refused } = this.#counts
    return created + changed + unchanged + refused
  }

  outcome(of: Pick<ImportOutcome, 'isDryRun' | 'isImported' | 'encoding' | 'newVenues'>): ImportOutcome {
    const { new: created, changed, unchanged, refused } = this.#counts
    const isListCut = this.rows > LISTED
    return {
      ...of, rows: this.rows, created, changed, unchanged, refused, sessions: this.#sessions,
      unknownCategories: [...this.#categories].map(([value, rows]) => ({ value, rows })).sort((a, b) => b.rows - a.rows),
      list: isListCut ? this.#refused : this.#rows, isListCut
    }
  }
}

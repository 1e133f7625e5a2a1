import type { LocalText } from '#shared/text/local-text.ts'

/**
 * A refusal that Foyer can answer: its HTTP status, its name in both languages, and one sentence that says what happened to the seats
 * and the money. `{name}` in a sentence is filled from the error's data.
 */
export interface ErrorKind { status: number, title: LocalText, detail: LocalText }

export const kind = (status: number, title: LocalText, detail: LocalText): ErrorKind => ({ status, title, detail })

import type { Fill } from './fill.ts'

/** What a message says, in one language. How it looks is the layout's. */
export interface Words {
  /** Of the mail; the title where it says enough. */
  subject?: string
  title: string
  /** Paragraphs; the first stands alone in the app and in a push message. */
  lines: string[]
  /** Shown large, easy to copy. */
  code?: string
  /** Labelled facts, under the paragraphs. */
  facts?: [label: string, value: string][]
  /** Quoted words of somebody else: a reason, a list of changes. */
  quote?: string[]
  /** What there is to see, each with a way there. */
  shows?: { title: string, text: string, url: string }[]
  button?: { label: string, url: string }
  /** Small print at the end. */
  note?: string
  /** A text message of its own; else title and link. */
  sms?: string
}

export type Template = (fill: Fill) => Words

import type { Locale } from '#shared/text/local-text.ts'

/** A report as it is read: every text in its reader's language, every number in his way of writing it. */
export interface ReportPaper {
  locale: Locale
  title: string
  /** Which time, of what. */
  subtitle: string
  /** What happened, in sentences: the most important first. */
  story: string[]
  tiles: ReportTile[]
  charts: ReportChart[]
  tables: ReportTable[]
  /** How it was counted. */
  notes: string[]
}

export interface ReportTile {
  label: string
  value: string
  /** Against the time before: `+12 %`. */
  change: { text: string, mood: 'good' | 'bad' | 'neutral' } | null
}

export interface ReportChart {
  title: string
  /** What it shows, for whoever does not see it. */
  summary: string
  /** `columns` stand side by side over time; `bars` lie, one a thing. */
  kind: 'columns' | 'bars'
  labels: string[]
  values: number[]
  /** The time before, to compare with, where it has one. */
  before: number[] | null
  legend: { values: string, before: string | null }
  /** A value in words, as short as an axis wants it. */
  say(value: number): string
}

export interface ReportTable {
  title: string
  columns: { label: string, isNumber: boolean }[]
  rows: string[][]
  /** What stands there when there are no rows. */
  empty: string
}

/** Makes files of reports. */
export interface ReportPress {
  html(report: ReportPaper): Promise<string>
  pdf(report: ReportPaper): Promise<Buffer>
}

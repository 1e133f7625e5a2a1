/**
 * A chart as figures and words, before it is a picture: the picture, the table beside it, the file and what is read aloud are all made
 * from the same one, so they cannot differ.
 */
export interface ChartSpec {
  /** Lines over time, or bars where each place is a sum of its own. */
  kind: 'line' | 'bars'
  /** What the places along the bottom are, as the head of the table's first column: `Day`. */
  placeHead: string
  places: ChartPlace[]
  series: ChartSeries[]
  /** Ranges behind the lines: what is likely, or what is usual. */
  bands: ChartBand[]
  /** From this place on it is not over yet, and the last stretch of a line is dashed: half a day is no fall. Absent: all of it is. */
  openFrom?: number
  /** Every tick is written that has a text; else as many as have room. */
  hasChosenTicks?: true
  /** The scale ends here at the latest, for shares: 1. Absent: where the figures end. */
  top?: number
  /** A line across: the places of a hall. */
  limit?: { name: string, value: number }
}

/** `name` says it all, `tick` is what has room below the line, `plain` is what a file says. */
export interface ChartPlace { name: string, tick: string, plain: string }

export interface ChartSeries {
  name: string
  unit: Unit
  /** Null: not known, or not yet; nothing is drawn there. */
  values: (number | null)[]
  /** `main`: what the chart is about; `before`: what it is compared with; `expected`: what has not happened; `second`, `third`: others beside it; `quiet`: a part of it. */
  look: 'main' | 'second' | 'third' | 'quiet' | 'before' | 'expected'
}

export interface ChartBand {
  /** Of its lower and its upper end. */
  lowName: string
  highName: string
  /** As the picture calls it. */
  name: string
  unit: Unit
  low: (number | null)[]
  high: (number | null)[]
  look: 'before' | 'expected'
}

/** How a figure is said. */
export interface Unit {
  /** In full: `¥3,280.50`. */
  text: (value: number) => string
  /** For an axis: `¥3.3K`. */
  short: (value: number) => string
  /** For a spreadsheet: `3280.50`. */
  plain: (value: number) => string
  /** No ticks between whole ones. */
  isWhole: boolean
  /** What is a whole one of it: 100 for cents. Axes are divided by it. */
  scale: number
}

/** A column of the table: one of a line, two of a band. */
export interface ChartColumn { name: string, unit: Unit, values: (number | null)[] }

export function columnsOf(spec: ChartSpec): ChartColumn[] {
  return [
    ...spec.series.map(({ name, unit, values }) => ({ name, unit, values })),
    ...spec.bands.flatMap(({ lowName, highName, unit, low, high }) => [{ name: lowName, unit, values: low }, { name: highName, unit, values: high }])
  ]
}

/** Whether there is anything to see: a chart of nothing but zeros is a flat line that says less than a sentence. */
export function isEmptyChart(spec: ChartSpec): boolean {
  return spec.places.length === 0 || columnsOf(spec).every(({ values }) => values.every(value => !value))
}

/** Of the first line: its highest place and its last one that is known. Null where nothing is. */
export function peakOf(spec: ChartSpec): { highest: number, last: number } | null {
  const values = spec.series[0]?.values ?? []
  let highest = -1
  let last = -1
  for (const [place, value] of values.entries()) {
    if (value === null) continue
    last = place
    if (highest < 0 || value > values[highest]!) highest = place
  }
  return highest < 0 ? null : { highest, last }
}

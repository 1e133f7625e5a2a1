import { csvOf } from '#shared/text/csv.ts'
import { type ChartSpec, columnsOf } from './chart-spec.ts'

/** The figures of a chart as a file. Numbers are plain, so that a spreadsheet can count with them. */
export function chartCsv(spec: ChartSpec): string {
  const columns = columnsOf(spec)
  return csvOf([
    [spec.placeHead, ...columns.map(column => column.name)],
    ...spec.places.map((place, index) => [place.plain, ...columns.map(({ unit, values }) => {
      const value = values[index]
      return value === null || value === undefined ? '' : unit.plain(value)
    })])
  ])
}

/** A file's name that every system takes. */
export function fileName(words: readonly string[], extension: string): string {
  return `${words.join(' ').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 80).toLowerCase()}.${extension}`
}

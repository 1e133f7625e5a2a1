/**
 * Measures the recommendations on a table of who had to do with what and when (CSV with a first row: user, item, time [, weight]):
 *   npm run recommend:evaluate -- FILE.csv [--weighed] [--half-life-days 180] [--popularity-half-life-days 30]
 * docs/recommendations.md says what the figures mean. Reads the file and nothing else.
 */
import { createReadStream } from 'node:fs'
import { parseArgs } from 'node:util'
import { parse } from 'csv-parse'
import { type Measured, UnreadableActs, cutsInTime, lastOfEach, measure, readActs } from '#server/domain/recommend/measure/index.ts'
import { CommandError, during, runCommand } from './lib/progress.ts'

const DAY_MS = 86_400_000

await runCommand(async () => {
  const { positionals: [file], values } = parseArgs({
    allowPositionals: true,
    options: { 'weighed': { type: 'boolean', default: false }, 'half-life-days': { type: 'string', default: '180' }, 'popularity-half-life-days': { type: 'string', default: '30' } }
  })
  if (!file) throw new CommandError('Say which file: npm run recommend:evaluate -- FILE.csv')
  const halfLives = { taste: days(values['half-life-days']) * DAY_MS, popularity: days(values['popularity-half-life-days']) * DAY_MS }
  const acts = actsOf(await readCsv(file), values.weighed)
  console.log(`${acts.length} acts of ${new Set(acts.map(act => act.userId)).size} people with ${new Set(acts.map(act => act.itemId)).size} items, ${day(acts.reduce((min, act) => Math.min(min, act.at), Infinity))} to ${day(acts.reduce((max, act) => Math.max(max, act.at), 0))}`)
  const cuts = await during('Ten cuts in time', () => measure(cutsInTime(acts), halfLives))
  const each = await during('The last fifth of each person', () => measure([lastOfEach(acts)], halfLives))
  console.log(`\nTen cuts in time: what people did after each (${cuts[0]!.people} times somebody)\n${table(cuts)}`)
  console.log(`\nThe last fifth of what each of ${each[0]!.people} people did\n${table(each)}`)
})

async function readCsv(file: string): Promise<string[][]> {
  const rows: string[][] = []
  try {
    for await (const row of createReadStream(file).pipe(parse({ bom: true, skip_empty_lines: true }))) rows.push(row as string[])
  } catch (error) {
    throw new CommandError(`${file} cannot be read as CSV: ${(error as Error).message}`)
  }
  return rows
}

function actsOf(rows: string[][], isWeighed: boolean): ReturnType<typeof readActs> {
  try {
    return readActs(rows, isWeighed)
  } catch (error) {
    throw error instanceof UnreadableActs ? new CommandError(error.message) : error
  }
}

function days(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new CommandError(`${text} is not a number of days.`)
  return value
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function table(results: readonly Measured[]): string {
  const rows = results.map(({ name, recall, ndcg, ndcgMargin }) => `| ${name.padEnd(18)} | ${recall.toFixed(4).padEnd(9)} | ${ndcg.toFixed(4)} ± ${ndcgMargin.toFixed(4)} |`)
  return ['|                    | recall@10 | NDCG@10         |', '|---|---|---|', ...rows].join('\n')
}

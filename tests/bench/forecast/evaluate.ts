import { soldBy, soldInAll } from '#server/domain/insight/forecast/booking-curve.ts'
import { forecastSession } from '#server/domain/insight/forecast/forecast-session.ts'
import { madeUpHistory, type PastSession } from './made-up-history.ts'

/**
 * `npm run forecast:evaluate`: forecasts sessions of the last year of a made-up history from what was known so many days before, and
 * compares them with what happened; beside three simple ways. Errors are in points of the hall's places.
 */
const SEEDS = ['a rainy spring', 'a dry summer', 'a long winter']
const LEADS = [60, 30, 14, 7, 3]
/** As many as the endpoint learns from. */
const MOST_PAST = 60

interface Row { lead: number, model: number[], line: number[], moving: number[], lastYear: number[], within: number, wide: number[], silent: number, of: number }
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const points = (value: number) => `${(100 * value).toFixed(1).padStart(6)}`

export function evaluate(seeds: readonly string[] = SEEDS, leads: readonly number[] = LEADS): Row[] {
  const rows: Row[] = leads.map(lead => ({ lead, model: [], line: [], moving: [], lastYear: [], within: 0, wide: [], silent: 0, of: 0 }))
  for (const seed of seeds) {
    const history = madeUpHistory(seed)
    for (const own of history.filter(session => session.startsDay >= 3 * 365)) for (const row of rows) judge(own, history, row)
  }
  return rows
}

function judge(own: PastSession, history: readonly PastSession[], row: Row): void {
  const { lead } = row
  // On sale for a week at least, and not over before it began.
  if (own.saleDays < lead + 7 || soldBy(own, lead) >= own.capacity) return
  const today = own.startsDay - lead
  const past = history.filter(session => session.startsDay < today && session.category === own.category && session.capacity >= own.capacity / 2 && session.capacity <= own.capacity * 2).slice(-MOST_PAST)
  // What is not known yet is not handed over.
  const known = { ...own, sales: own.sales.map((sold, day) => day < lead ? 0 : sold) }
  const truth = soldInAll(own)
  row.of++
  const said = forecastSession(known, past, lead)
  if (said.state === 'too-early') return void row.silent++
  const { low, middle, high } = said.forecast.sold
  const error = (guess: number) => Math.abs(Math.min(own.capacity, guess) - truth) / own.capacity
  const sold = soldBy(own, lead)
  const before = history.findLast(session => session.series === own.series && session.startsDay < today)
  row.model.push(error(middle))
  row.line.push(error(sold / (own.saleDays - lead) * own.saleDays))
  row.moving.push(error(sold + (sold - soldBy(own, lead + 14)) / Math.min(14, own.saleDays - lead) * lead))
  row.lastYear.push(error(before ? soldInAll(before) / before.capacity * own.capacity : sold))
  row.wide.push((high - low) / own.capacity)
  if (truth >= Math.floor(low) && truth <= Math.ceil(high)) row.within++
}

if (import.meta.main) {
  console.log('Mean error of the tickets sold in the end, in points of the hall; 80 % interval\n')
  console.log('days to go   forecast  straight line  14-day pace  last year   within   width   sessions  too early')
  for (const row of evaluate()) {
    console.log(`${String(row.lead).padStart(10)}   ${points(mean(row.model))}        ${points(mean(row.line))}       ${points(mean(row.moving))}     ${points(mean(row.lastYear))}   ${points(row.within / row.model.length)}  ${points(mean(row.wide))}   ${String(row.of).padStart(8)}   ${String(row.silent).padStart(8)}`)
  }
}

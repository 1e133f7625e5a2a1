import type { Act } from '../taste.ts'

/** Names that the columns have in files of others, lower case. */
const NAMES = {
  user: ['user', 'userid', 'user_id', 'customer', 'customer_id', 'visitor', 'visitorid'],
  item: ['item', 'itemid', 'item_id', 'movieid', 'movie_id', 'artistid', 'artist_id', 'event', 'event_id'],
  time: ['time', 'timestamp', 'at', 'date'],
  weight: ['weight', 'rating', 'count', 'value']
}
type Column = keyof typeof NAMES

/** What keeps a file from being measured with, in words for whoever started the command. */
export class UnreadableActs extends Error {}

/**
 * The acts of a table whose first row names its columns: user, item, time (seconds or ms since 1970, or ISO 8601), and weight where
 * `isWeighed`. Weights are brought to at most 1. @throws {UnreadableActs} where a column or a time is missing
 */
export function readActs(rows: readonly string[][], isWeighed: boolean): Act[] {
  const [head = [], ...body] = rows
  const places = Object.fromEntries(Object.entries(NAMES).map(([column, names]) => [column, head.findIndex(name => names.includes(name.trim().toLowerCase()))])) as Record<Column, number>
  const needed = ['user', 'item', 'time', ...isWeighed ? ['weight'] as const : []] as Column[]
  for (const column of needed) if (places[column] < 0) throw new UnreadableActs(`There is no column for the ${column}: the first row has ${head.join(', ')}.`)
  const acts = body.map((row, at) => {
    const cell = (column: Column) => row[places[column]]?.trim() ?? ''
    const time = instantOf(cell('time'))
    const weight = isWeighed ? Number(cell('weight')) : 1
    if (!cell('user') || !cell('item') || !Number.isFinite(time) || !(weight >= 0)) throw new UnreadableActs(`Row ${at + 2} is not a user, an item and a time: ${row.join(',')}`)
    return { userId: cell('user'), itemId: cell('item'), at: time, weight }
  })
  if (acts.length < 100) throw new UnreadableActs(`${acts.length} rows are too few to measure anything.`)
  const most = acts.reduce((max, act) => Math.max(max, act.weight), 0) || 1
  return acts.map(act => ({ ...act, weight: act.weight / most }))
}

/** Seconds and ms since 1970 are told apart by their size: ms of 1973 would be seconds of the year 5138. */
function instantOf(text: string): number {
  if (!/^\d+(?:\.\d+)?$/.test(text)) return Date.parse(text)
  const value = Number(text)
  return value < 1e11 ? value * 1000 : value
}

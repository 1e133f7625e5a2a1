import { createHmac } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import type { Seen } from '#shared/api/behaviour.ts'
import { searchedWords } from './searched-words.ts'
import { type NewBehaviour, writeBehaviour } from './write.ts'

/** Who looked: a browser, and the account that was signed in there. */
export interface Onlooker { visitor: string, userId: string | null }

/** Writes down what somebody saw who agreed to it. Of events that nobody may see, or that are none, nothing is kept. Two queries. */
export async function noteSeen({ db, visitorKey }: { db: Database, visitorKey: Buffer }, { visitor, userId }: Onlooker, seen: readonly Seen[]): Promise<void> {
  const shows = await showsAt(db, seen.map(one => pageOf(one.kind === 'click' ? one.to : one.page)))
  const who = { visitor: createHmac('sha256', visitorKey).update(visitor).digest('base64url').slice(0, 22), userId }
  await writeBehaviour(db, seen.flatMap((one): NewBehaviour[] => {
    const page = pageOf(one.page)
    const base = { ...who, kind: one.kind, page }
    // What is looked for at a desk is the name of a customer, and nobody's interest in a show.
    if (one.kind === 'search') return !SEARCHED.test(page) ? [] : [{ ...base, details: { words: searchedWords(one.words) } }]
    const target = one.kind === 'click' ? pageOf(one.to) : page
    const show = shows.get(target)
    if (SHOW.test(target) && !show) return []
    return [{ ...base, eventId: show?.eventId ?? null, sessionId: show?.sessionId ?? null, ...one.kind === 'click' && { details: { to: target } } }]
  }))
}

/** Pages where one looks for shows. */
const SEARCHED = /^\/(search$|categories\/)/
/** Pages of an event, and of one of its sessions. */
const SHOW = /^\/(events|sessions)\/([^/]+)$/
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** Without language, and what comes last of a slash. */
function pageOf(path: string): string {
  return path.replace(/^\/zh(?=\/|$)/, '').replace(/\/+$/, '') || '/'
}

async function showsAt(db: Database, pages: readonly string[]): Promise<Map<string, { eventId: string, sessionId: string | null }>> {
  const named = new Map(pages.flatMap((page) => {
    const [, kind, name] = SHOW.exec(page) ?? []
    return kind && name ? [[page, { kind, name: decoded(name) }] as const] : []
  }))
  if (named.size === 0) return new Map()
  const names = (kind: string) => [...named.values()].flatMap(one => one.kind === kind && (kind === 'events' || UUID.test(one.name)) ? [one.name] : [])
  const rows = await db.execute<{ kind: string, name: string, event_id: string, session_id: string | null }>(sql`
    select 'events' as kind, e.slug as name, e.id as event_id, null::uuid as session_id from events e where e.slug in ${[...names('events'), '']} and e.status in ('approved', 'cancelled', 'ended')
    union all
    select 'sessions', s.id::text, e.id, s.id from sessions s join events e on e.id = s.event_id where s.id::text in ${[...names('sessions'), '']} and e.status in ('approved', 'cancelled', 'ended')`)
  const found = new Map(rows.map(row => [`${row.kind} ${row.name}`, { eventId: row.event_id, sessionId: row.session_id }]))
  return new Map([...named].flatMap(([page, { kind, name }]) => {
    const show = found.get(`${kind} ${name}`)
    return show ? [[page, show] as const] : []
  }))
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name).replaceAll('\0', '')
  } catch {
    return name
  }
}

import { eq, inArray, sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { categories, events, publishers } from '#drizzle/schema/index.ts'
import { searchDocument } from './document.ts'
import { forgetCounts } from './kept-counts.ts'
import { indexSessions } from './index-sessions.ts'
import { rememberWords } from './known-words.ts'
import { uuids } from './sql.ts'

/** Events read and written at a time. */
const BATCH = 200
/** Of pg_advisory_xact_lock: whoever indexes waits for whoever does, so that nothing older is written over something newer. */
const INDEXING = 7_301_001

/**
 * Makes what these events are found by again, from what stands in the database now; what is not approved (any more) is not found. Safe to
 * repeat. Prices in `houseCurrency` come first in the order by price. A constant number of statements for each 200 events.
 */
export async function indexEvents(db: Queryable, eventIds: readonly string[], { houseCurrency, isWhole = false }: { houseCurrency: string, isWhole?: boolean }): Promise<void> {
  const ids = [...new Set(eventIds)]
  for (let start = 0; start < ids.length; start += BATCH) {
    const batch = ids.slice(start, start + BATCH)
    await (db as Database).transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${INDEXING})`)
      await indexTexts(tx, batch, isWhole)
      await indexSessions(tx, batch, houseCurrency)
    })
  }
  forgetCounts()
}

async function indexTexts(db: Queryable, eventIds: string[], isWhole: boolean): Promise<void> {
  const asked = uuids(eventIds)
  const rows = await db.select({ event: events, publisherEn: publishers.nameEn, publisherZh: publishers.nameZh }).from(events)
    .leftJoin(publishers, eq(publishers.userId, events.createdBy)).where(inArray(events.id, eventIds))
  const approved = rows.filter(row => row.event.status === 'approved')
  const places = await db.execute<{ event_id: string, texts: string[] }>(sql`
    select s.event_id, array_agg(distinct p.name) as texts from sessions s join venues v on v.id = s.venue_id
    cross join lateral (values (v.name_en), (v.name_zh), (v.city_en), (v.city_zh)) p(name)
    where s.event_id = any(${asked}) group by s.event_id`)
  const tree = new Map((await db.select().from(categories)).map(category => [category.id, category]))
  const kindsOf = (categoryId: string | null) => {
    const names: string[] = []
    const seen = new Set<string>()
    for (let at = tree.get(categoryId ?? ''); at && !seen.has(at.id); at = tree.get(at.parentId ?? '')) {
      seen.add(at.id)
      names.push(at.nameEn, at.nameZh)
    }
    return names
  }
  const written = approved.map(({ event, publisherEn, publisherZh }) => ({
    id: event.id,
    texts: {
      names: [event.nameEn, event.nameZh],
      people: [
        ...event.performers.flatMap(p => [p.nameEn, p.nameZh]), event.organiserEn, event.organiserZh, publisherEn ?? '', publisherZh ?? '',
        ...places.find(row => row.event_id === event.id)?.texts ?? []
      ],
      summary: [event.summaryEn, event.summaryZh, ...kindsOf(event.categoryId)],
      description: [event.descriptionEn, event.descriptionZh]
    }
  }))
  const documents = written.map(({ id, texts }) => ({ event_id: id, ...searchDocument(texts) }))
  await db.execute(sql`delete from event_search where event_id = any(${asked}) and not (event_id = any(${uuids(written.map(w => w.id))}))`)
  if (documents.length === 0) return
  await db.execute(sql`
    insert into event_search (event_id, names, words, indexed_at)
    select event_id, names::tsvector, words::tsvector, now() from jsonb_to_recordset(${JSON.stringify(documents)}::text::jsonb) as d(event_id uuid, names text, words text)
    on conflict (event_id) do update set names = excluded.names, words = excluded.words, indexed_at = excluded.indexed_at`)
  await rememberWords(db, written.map(({ texts }) => Object.values(texts).flat().join('\n')), isWhole)
}

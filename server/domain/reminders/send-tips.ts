import { inArray } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { orders } from '#drizzle/schema/index.ts'
import { type BulkMessage, dropBulk, postBulk } from '#server/domain/notify/index.ts'
import type { RunInHand } from '#server/domain/runs/index.ts'
import { formatDayAndTime } from '#shared/time/format.ts'
import { localDate, wakingTime } from '#shared/time/waking-hours.ts'
import { chooseShows } from './choose-shows.ts'
import { type ShowOnSale, showsOnSale } from './shows-on-sale.ts'
import { type TipsReader, countTipsReaders, tastesOf, tipsReaders } from './tips-readers.ts'

/** Readers of one transaction. */
const BATCH = 500

/**
 * Writes to customers who asked for tips and have ordered nothing for a day. Each is written to once on a day of his own calendar, by
 * day, and whoever buys or ends it before the mail goes out gets none. Goes on where it stopped (J-02).
 */
export async function sendTips({ db }: { db: Database }, run: RunInHand): Promise<'done' | 'paused'> {
  const shows = await showsOnSale(db)
  if (shows.length === 0) return 'done'
  if (run.at.total === null) await run.step(async tx => ({ total: await countTipsReaders(tx) }))
  for (;;) {
    if (run.mustPause()) return 'paused'
    let isLast = false
    await run.step(async (tx) => {
      const readers = await tipsReaders(tx, run.at.cursor as string | null, BATCH)
      isLast = readers.length < BATCH
      const sent = await writeTo(tx, readers.filter(reader => !reader.hasJustOrdered), shows)
      return {
        cursor: readers.at(-1)?.userId ?? run.at.cursor, done: run.at.done + readers.length,
        // Who asked in the meantime is reached too.
        total: Math.max(run.at.total ?? 0, run.at.done + readers.length),
        result: { sent: (run.at.result.sent ?? 0) + sent, justOrdered: (run.at.result.justOrdered ?? 0) + readers.filter(reader => reader.hasJustOrdered).length }
      }
    })
    if (isLast) return 'done'
  }
}

/** Whoever has just bought is not told what there is to buy. */
export async function dropTips(db: Queryable, orderIds: string[]): Promise<void> {
  const owners = await db.select({ userId: orders.userId }).from(orders).where(inArray(orders.id, orderIds))
  for (const { userId } of owners) if (userId) await dropBulk(db, userId, 'show-tips')
}

async function writeTo(tx: Queryable, readers: readonly TipsReader[], shows: readonly ShowOnSale[]): Promise<number> {
  if (readers.length === 0) return 0
  const tastes = await tastesOf(tx, readers.map(reader => reader.userId))
  const now = new Date()
  return await postBulk(tx, readers.flatMap((reader) => {
    const notBefore = wakingTime(now, reader.timeZone)
    const day = localDate(notBefore, reader.timeZone)
    const chosen = chooseShows(shows, tastes.get(reader.userId)!, `${reader.userId} ${day}`)
    return chosen.length > 0 ? messagesTo(reader, chosen, day, notBefore) : []
  }))
}

function messagesTo(reader: TipsReader, shows: readonly ShowOnSale[], day: string, notBefore: Date): BulkMessage[] {
  const { userId, locale } = reader
  const params = {
    shows: shows.map(show => ({
      name: show.name[locale], when: formatDayAndTime(show.startsAt, show.timeZone, locale), path: `/events/${show.slug}`,
      place: locale === 'zh' ? `${show.city.zh} ${show.venue.zh}` : `${show.venue.en}, ${show.city.en}`
    }))
  }
  const to = (channel: 'mail' | 'push', address: string, key: string): BulkMessage => ({ key: `show-tips:${day}:${userId} ${key}`, channel, address, userId, kind: 'show-tips', params, path: '/search', locale, notBefore })
  return [...reader.email ? [to('mail', reader.email, 'mail')] : [], ...reader.pushIds.map(id => to('push', id, `push ${id}`))]
}

import { and, eq, inArray, lte, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { deliveries, pushSubscriptions } from '#drizzle/schema/index.ts'
import { describeError } from '#shared/errors/describe-error.ts'
import { type Composer, type Delivery, letterOf, pushMessageOf, textMessageOf } from './compose.ts'
import { type Attachment, type Post, PostAway, Undeliverable } from './post.ts'

export interface PostOffice extends Composer {
  db: Database
  post: Post
  /** The files that go with a mail. Throws `Undeliverable` where the mail itself is not wanted any more. */
  attachmentsOf(delivery: Delivery): Promise<Attachment[]>
}

/** One try may take so long, in ms; a message whose sender died is taken up again after the lease, in s. */
const TRY_LIMIT_MS = 15_000
const LEASE_SECONDS = 60
/** Longest waits between tries, in s: for a message that was put off, and where the provider itself is away. */
const LONGEST_WAIT = 1800
const LONGEST_WAIT_AWAY = 60
const GIVE_UP_AFTER_DAYS = 3
const LANES = { sms: 2, push: 4 }

type Channel = 'mail' | 'sms' | 'push'
type Outcome = 'sent' | 'failed' | 'away'

/**
 * Sends what waits, for about `budgetMs`. Each message is taken by one process (a lease in its row), sent outside of any
 * transaction, and marked after it: a crash between the two repeats at most one message a lane. Codes go before news.
 * @returns how many were sent
 */
export async function sendWaiting(office: PostOffice, budgetMs = 4_000): Promise<number> {
  await dropUseless(office.db)
  const endsAt = Date.now() + budgetMs
  const lanes: Record<Channel, number> = { mail: office.post.mail ? office.post.mailLanes : 0, sms: office.post.sms ? LANES.sms : 0, push: LANES.push }
  return await sum((Object.keys(lanes) as Channel[]).map(channel => workChannel(office, channel, lanes[channel], endsAt)))
}

/** Whoever finds a message calls the next to his side, up to `lanes`: where nothing waits, only one has looked. */
async function workChannel(office: PostOffice, channel: Channel, lanes: number, endsAt: number): Promise<number> {
  if (lanes === 0 || Date.now() >= endsAt) return 0
  const first = await takeNext(office.db, channel)
  if (!first) return 0
  return await sum([workLane(office, channel, first, endsAt), workChannel(office, channel, lanes - 1, endsAt)])
}

const sum = async (counts: Promise<number>[]) => (await Promise.all(counts)).reduce((total, n) => total + n, 0)

async function dropUseless(db: Database): Promise<void> {
  await db.update(deliveries).set({ state: 'dropped', params: {} })
    .where(and(inArray(deliveries.state, ['waiting', 'sending']), lte(deliveries.uselessAfter, sql`now()`)))
}

async function workLane(office: PostOffice, channel: Channel, first: Delivery, endsAt: number): Promise<number> {
  let sent = 0
  for (let next: Delivery | null = first; next; next = Date.now() < endsAt ? await takeNext(office.db, channel) : null) {
    const outcome = await handle(office, next)
    if (outcome === 'sent') sent++
    if (outcome === 'away') break
  }
  return sent
}

async function takeNext(db: Database, channel: Channel): Promise<Delivery | null> {
  const next = db.select({ id: deliveries.id }).from(deliveries)
    .where(and(inArray(deliveries.state, ['waiting', 'sending']), lte(deliveries.notBefore, sql`now()`), eq(deliveries.channel, channel)))
    .orderBy(deliveries.priority, deliveries.notBefore).limit(1).for('update', { skipLocked: true })
  const [taken] = await db.update(deliveries)
    .set({ state: 'sending', attempts: sql`${deliveries.attempts} + 1`, notBefore: sql`now() + make_interval(secs => ${LEASE_SECONDS})` })
    // An array and not a join: the choice must be made once, not for each row.
    .where(sql`${deliveries.id} = any(array(${next}))`).returning()
  return taken ?? null
}

async function handle(office: PostOffice, delivery: Delivery): Promise<Outcome> {
  try {
    await within(TRY_LIMIT_MS, send(office, delivery))
  } catch (error) {
    await noteFailure(office.db, delivery, error)
    return error instanceof PostAway ? 'away' : 'failed'
  }
  // What was sent need not be known any more: it may hold a code or a private link.
  await office.db.update(deliveries).set({ state: 'sent', sentAt: sql`now()`, params: {}, lastError: null }).where(eq(deliveries.id, delivery.id))
  return 'sent'
}

async function send(office: PostOffice, delivery: Delivery): Promise<void> {
  if (delivery.channel === 'mail') {
    const attachments = await office.attachmentsOf(delivery)
    return await office.post.mail!.send({ ...letterOf(office, delivery), ...attachments.length > 0 ? { attachments } : {} })
  }
  if (delivery.channel === 'sms') return await office.post.sms!.send(textMessageOf(office, delivery))
  const [target] = await office.db.select().from(pushSubscriptions).where(eq(pushSubscriptions.id, delivery.address))
  if (!target) throw new Undeliverable('gone', 'the browser has unsubscribed')
  try {
    await office.post.push.send(target, pushMessageOf(delivery), delivery.id)
  } catch (error) {
    if (error instanceof Undeliverable && error.reason === 'gone') await office.db.delete(pushSubscriptions).where(eq(pushSubscriptions.id, target.id))
    throw error
  }
}

async function noteFailure(db: Database, delivery: Delivery, error: unknown): Promise<void> {
  const isOver = error instanceof Undeliverable || delivery.createdAt.getTime() < Date.now() - GIVE_UP_AFTER_DAYS * 86_400_000
  const longest = error instanceof PostAway ? LONGEST_WAIT_AWAY : LONGEST_WAIT
  // Up to a quarter more, so that what failed together does not come back together.
  const wait = Math.min(longest, 2 ** Math.min(delivery.attempts - 1, 20)) * (1 + Math.random() / 4)
  await db.update(deliveries).set({
    state: isOver ? 'given-up' : 'waiting', lastError: describeError(error).replaceAll(/\p{Cc}+/gu, ' ').slice(0, 300),
    notBefore: sql`now() + make_interval(secs => ${wait})`, ...(isOver ? { params: {} } : {})
  }).where(eq(deliveries.id, delivery.id))
}

function within(ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms).unref()
    void work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type Notice, giveNotice } from '#server/domain/notify/index.ts'
import { occasionsOf } from '#server/domain/orders/index.ts'
import type { RunInHand } from '#server/domain/runs/index.ts'
import type { Locale } from '#shared/text/local-text.ts'

/** Orders of one transaction. */
const BATCH = 500
/** Who has bought since then knows when it begins, in hours. */
const FRESH_HOURS = 6

interface Owner extends Record<string, unknown> {
  id: string, user_id: string | null, contact_email: string, locale: Locale, reference: string, guest_secret_sealed: string | null, is_fresh: boolean, has_mail: boolean, is_changed: boolean, tickets: number
}
interface Heir extends Record<string, unknown> { id: string, holder_user_id: string | null, holder_email: string | null, locale: Locale | null, secret_sealed: string | null }

/**
 * Reminds everybody who has a valid ticket of a session: who ordered it, and whoever it was handed on to. Ends where the session has
 * been moved or called off since: a moved one has a run of its own. Goes on where it stopped; each is told once.
 */
export async function remindOfSession(_: unknown, run: RunInHand): Promise<'done' | 'paused'> {
  const { sessionId, startsAt } = run.params as { sessionId: string, startsAt: string }
  for (;;) {
    if (run.mustPause()) return 'paused'
    let isLast = true
    await run.step(async (tx) => {
      const facts = await factsOf(tx, sessionId, startsAt)
      if (!facts) return {}
      const owners = await ownersOf(tx, sessionId, run.at.cursor as string | null)
      isLast = owners.length < BATCH
      const heirs = await heirsOf(tx, sessionId, owners.map(owner => owner.id))
      const notices = [...owners.filter(owner => owner.tickets > 0 && !owner.is_fresh).flatMap(owner => toOwner(owner, facts, run.key)), ...heirs.map(heir => toHeir(heir, facts, run.key))]
      await giveNotice(tx, ...notices)
      return { cursor: owners.at(-1)?.id ?? run.at.cursor, done: run.at.done + owners.length, result: { sent: (run.at.result.sent ?? 0) + notices.length } }
    })
    if (isLast) return 'done'
  }
}

type Facts = Notice['params']

/** Null where there is nothing to remind of any more. */
async function factsOf(tx: Queryable, sessionId: string, startsAt: string): Promise<Facts | null> {
  const occasion = (await occasionsOf(tx, [sessionId])).get(sessionId)
  if (!occasion || occasion.isCancelled || occasion.startsAt !== startsAt || new Date(startsAt) <= new Date()) return null
  return {
    eventEn: occasion.event.en, eventZh: occasion.event.zh, venueEn: occasion.venue.en, venueZh: occasion.venue.zh, addressEn: occasion.address.en, addressZh: occasion.address.zh,
    startsAt, doorsAt: occasion.doorsAt, timeZone: occasion.timeZone
  }
}

async function ownersOf(tx: Queryable, sessionId: string, after: string | null): Promise<Owner[]> {
  return await tx.execute<Owner>(sql`
    select o.id, o.user_id, o.contact_email, o.locale, o.reference, o.guest_secret_sealed, o.paid_at > now() - make_interval(hours => ${FRESH_HOURS}) as is_fresh,
      (select u.email is not null from users u where u.id = o.user_id) as has_mail,
      exists (select 1 from refund_rights r where r.order_id = o.id and r.reason = 'session-changed') as is_changed,
      (select count(*)::int from tickets t where t.order_id = o.id and t.state = 'valid' and t.from_ticket_id is null) as tickets
    from orders o where o.session_id = ${sessionId} and o.state in ('paid', 'partially_refunded') and ${after ? sql`o.id > ${after}::uuid` : sql`true`}
    order by o.id limit ${BATCH}`)
}

/** Tickets of these orders that somebody else has by now, one for each holder. */
async function heirsOf(tx: Queryable, sessionId: string, orderIds: readonly string[]): Promise<Heir[]> {
  if (orderIds.length === 0) return []
  return await tx.execute<Heir>(sql`
    select t.id, t.holder_user_id, t.holder_email, tt.locale, tt.secret_sealed
    from tickets t left join ticket_transfers tt on tt.ticket_id = t.from_ticket_id and tt.state = 'accepted' and tt.secret_hash = t.holder_secret_hash
    where t.session_id = ${sessionId} and t.state = 'valid' and t.from_ticket_id is not null and t.order_id = any(${sql.param(`{${orderIds.join(',')}}`)}::uuid[])`)
}

/** Somebody whose account has no e-mail gets a mail at the address of the order, too. */
function toOwner(owner: Owner, facts: Facts, key: string): Notice[] {
  const notice: Omit<Notice, 'to'> = {
    kind: 'event-soon', key: `${key}:${owner.id}`, path: `/orders/${owner.id}`,
    params: { ...facts, reference: owner.reference, count: owner.tickets, isChanged: owner.is_changed, isGuest: owner.user_id === null, ...owner.guest_secret_sealed && { guestSecretSealed: owner.guest_secret_sealed } }
  }
  const byMail: Notice = { ...notice, to: { email: owner.contact_email, locale: owner.locale } }
  if (!owner.user_id) return [byMail]
  return [{ ...notice, to: { userId: owner.user_id } }, ...owner.has_mail ? [] : [byMail]]
}

function toHeir(heir: Heir, facts: Facts, key: string): Notice {
  return {
    to: heir.holder_user_id ? { userId: heir.holder_user_id } : { email: heir.holder_email!, locale: heir.locale ?? 'en' }, kind: 'event-soon', key: `${key}:${heir.id}`,
    // Without an account only the private link opens it: where the house does not know it any more, it stands in an earlier mail.
    ...(heir.holder_user_id || heir.secret_sealed) && { path: `/tickets/${heir.id}` },
    params: { ...facts, count: 1, isGuest: heir.holder_user_id === null, ...heir.secret_sealed && { guestSecretSealed: heir.secret_sealed } }
  }
}

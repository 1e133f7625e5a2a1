import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import type { ReceiverScope, ReceiverView, ReceiversReply } from '#shared/api/report-receivers.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { MOST_RECEIVERS } from './change-list.ts'
import { type Caller, ownerOf } from './owned.ts'

interface Row extends Record<string, unknown> {
  id: string, name: string, email: string | null, locale: Locale, format: string, is_monthly: boolean, is_weekly: boolean, time_zone: string, state: ReceiverView['state'], confirm_until: string | null
  period: string | null, mailed_at: string | null, mail_state: string | null, asked_at: string | null, ask_state: string | null
}

/** A list with what became of the last mail to each address; by name. @throws `not-allowed` (the house's, for no admin) */
export async function listReceivers({ db, canSendMail }: { db: Database, canSendMail: boolean }, caller: Caller, scope: ReceiverScope): Promise<ReceiversReply> {
  const ownerId = ownerOf(caller, scope)
  return { receivers: await receiversWhere(db, ownerId ? sql`r.owner_id = ${ownerId}` : sql`r.owner_id is null`), limit: MOST_RECEIVERS, canSend: canSendMail }
}

/** One of them, as the list shows it. */
export async function readReceiver(db: Database, id: string): Promise<ReceiverView> {
  return (await receiversWhere(db, sql`r.id = ${id}`))[0]!
}

async function receiversWhere(db: Database, which: SQL): Promise<ReceiverView[]> {
  const rows = await db.execute<Row>(sql`
    select r.*, m.period, m.created_at as mailed_at, m.state as mail_state, a.created_at as asked_at, a.state as ask_state
    from report_receivers r
    left join lateral (select m.period, m.created_at, d.state from report_mails m left join deliveries d on d.delivery_key = m.delivery_key where m.receiver_id = r.id order by m.id desc limit 1) m on true
    left join deliveries a on a.delivery_key = 'report-confirm:' || r.id || ':' || r.asks || ' mail ' || r.email
    where ${which} and r.hidden_at is null order by (r.state = 'stopped'), r.name, r.id`)
  return rows.map(viewOf)
}

function viewOf(row: Row): ReceiverView {
  return {
    id: row.id, name: row.name, email: row.email, locale: row.locale, format: row.format === 'pdf' ? 'pdf' : 'html', isMonthly: row.is_monthly, isWeekly: row.is_weekly, zone: row.time_zone,
    state: row.state, confirmUntil: row.confirm_until && new Date(row.confirm_until).toISOString(), lastMail: lastMailOf(row)
  }
}

function lastMailOf(row: Row): ReceiverView['lastMail'] {
  if (row.state === 'stopped') return null
  const isQuestion = row.state === 'unconfirmed'
  const at = isQuestion ? row.asked_at : row.mailed_at
  return at ? { period: isQuestion ? null : row.period, at: new Date(at).toISOString(), state: outcomeOf(isQuestion ? row.ask_state : row.mail_state) } : null
}

/** Deliveries are kept for two months: of one that is gone nothing bad is known. */
function outcomeOf(state: string | null): 'waiting' | 'sent' | 'failed' {
  if (state === 'given-up' || state === 'dropped') return 'failed'
  return state === 'waiting' || state === 'sending' ? 'waiting' : 'sent'
}

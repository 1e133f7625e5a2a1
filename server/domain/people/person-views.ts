import { sql } from 'drizzle-orm'
import { type UserRow, users } from '#drizzle/schema/index.ts'
import type { PersonRow } from '#shared/api/people.ts'

/** What a row of the list needs beside the account itself. Written out: a subquery of drizzle's would not qualify the outer columns. */
export const BESIDE = {
  hasTotp: sql<boolean>`exists (select 1 from totp_secrets t where t.user_id = users.id and t.confirmed_at is not null)`,
  lastSeenAt: sql<string | null>`(select max(s.last_seen_at) from login_sessions s where s.user_id = users.id)`
}

export const PERSON_COLUMNS = {
  id: users.id, displayName: users.displayName, email: users.email, phone: users.phone, role: users.role,
  disabledAt: users.disabledAt, erasedAt: users.erasedAt, createdAt: users.createdAt
}

type PersonColumns = Pick<UserRow, keyof typeof PERSON_COLUMNS> & { hasTotp: boolean, lastSeenAt: string | null }

export function personRow(row: PersonColumns): PersonRow {
  return {
    id: row.id, displayName: row.displayName, email: row.email, phone: maskedPhone(row.phone), role: row.role,
    state: row.erasedAt ? 'erased' : row.disabledAt ? 'disabled' : 'active',
    hasTotp: row.hasTotp, createdAt: row.createdAt.toISOString(), lastSeenAt: row.lastSeenAt ? new Date(row.lastSeenAt).toISOString() : null
  }
}

/** The country code and the last digits of an E.164 number: enough to recognise it, too little to call it. */
export function maskedPhone(phone: string | null): string | null {
  return phone && `${phone.slice(0, 3)}${'•'.repeat(Math.max(phone.length - 7, 3))}${phone.slice(-4)}`
}

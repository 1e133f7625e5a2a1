import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { type ReportPeriod, isReportPeriod } from '#shared/time/report-period.ts'

/** What an address is known by where it must not stand itself: keyed, so that nobody who sees the database can try addresses. */
export function emailHashOf(key: Buffer, email: string): string {
  return createHmac('sha256', key).update(`report-receiver ${email.toLowerCase()}`).digest('base64url')
}

export const newConfirmToken = () => randomBytes(32).toString('base64url')
export const confirmHashOf = (token: string) => createHash('sha256').update(token).digest('base64url')

/** A signed right to read one report until a time, as long as its receiver gets them: stands in the mail. `until` in s since 1970. */
export function fileTokenFor(key: Buffer, receiverId: string, period: ReportPeriod, until: number): string {
  const claim = `${receiverId}.${period}.${until}`
  return `${claim}.${signature(key, claim)}`
}

/** What a link's token opens; null for one that is not ours or has run out. */
export function readFileToken(key: Buffer, token: string): { receiverId: string, period: ReportPeriod } | null {
  const [, receiverId, period, until, given] = /^([\da-f-]{36})\.([\dW-]{7,8})\.(\d{10})\.([\w-]{43})$/.exec(token) ?? []
  if (!receiverId || !period || !until || !given || !isReportPeriod(period)) return null
  const isOurs = timingSafeEqual(Buffer.from(given), Buffer.from(signature(key, `${receiverId}.${period}.${until}`)))
  return isOurs && Number(until) * 1000 > Date.now() ? { receiverId, period } : null
}

function signature(key: Buffer, claim: string): string {
  return createHmac('sha256', key).update(`report-file ${claim}`).digest('base64url')
}

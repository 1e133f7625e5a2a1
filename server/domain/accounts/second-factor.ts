import { and, eq, isNotNull, lt, sql } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth'
import type { Queryable } from '#drizzle/database.ts'
import { totpSecrets } from '#drizzle/schema/index.ts'
import { open } from '#shared/secrets/sealed.ts'
import type { AccountKeys } from './accounts-deps.ts'
import { recordAudit } from './audit.ts'
import { hashRecoveryCode } from './recovery-codes.ts'

/** RFC 6238 as every authenticator app knows it. */
export const STEP_SECONDS = 30
/** Steps before and after the present one that are taken: phones and people are late (RFC 6238, 5.2). */
const WINDOW = 1

export function totpOf(secret: Secret, label = ''): TOTP {
  return new TOTP({ issuer: 'Foyer', label, secret, algorithm: 'SHA1', digits: 6, period: STEP_SECONDS })
}

/**
 * Whether `code` is a right second factor of the account: six digits of its app, or a recovery code. Either serves once. Counting
 * tries is the caller's.
 */
export async function useSecondFactor(db: Queryable, keys: AccountKeys, userId: string, code: string): Promise<boolean> {
  const plain = code.replaceAll(/[\s-]/g, '')
  return /^\d{6}$/.test(plain) ? await useTotp(db, keys, userId, plain) : await useRecoveryCode(db, keys, userId, plain)
}

async function useTotp(db: Queryable, keys: AccountKeys, userId: string, code: string): Promise<boolean> {
  const [row] = await db.select({ secretSealed: totpSecrets.secretSealed }).from(totpSecrets).where(isOn(userId))
  const step = row ? matchingStep(open(keys.totp, row.secretSealed, userId), code) : null
  if (step === null) return false
  // Only forward: who looked over a shoulder comes too late with the same digits (RFC 6238, 5.2).
  const used = await db.update(totpSecrets).set({ lastStep: step }).where(and(isOn(userId), lt(totpSecrets.lastStep, step))).returning({ userId: totpSecrets.userId })
  return used.length === 1
}

/** The time step that `code` belongs to, where it is near enough to now. */
export function matchingStep(secretBase32: string, code: string, nowMs: number = Date.now()): number | null {
  const delta = totpOf(Secret.fromBase32(secretBase32)).validate({ token: code, window: WINDOW, timestamp: nowMs })
  return delta === null ? null : Math.floor(nowMs / 1000 / STEP_SECONDS) + delta
}

async function useRecoveryCode(db: Queryable, keys: AccountKeys, userId: string, code: string): Promise<boolean> {
  const hash = hashRecoveryCode(keys.recovery, userId, code)
  const used = await db.update(totpSecrets).set({ recoveryHashes: sql`array_remove(${totpSecrets.recoveryHashes}, ${hash})` })
    .where(and(isOn(userId), sql`${hash} = any(${totpSecrets.recoveryHashes})`))
    .returning({ left: sql<number>`cardinality(${totpSecrets.recoveryHashes})` })
  if (!used[0]) return false
  await recordAudit(db, { actor: userId, action: 'account.recovery-code-used', subjectType: 'user', subjectId: userId, details: { left: used[0].left } })
  return true
}

/** Whether the account asks for a second factor. */
export async function hasSecondFactor(db: Queryable, userId: string): Promise<boolean> {
  return (await db.select({ userId: totpSecrets.userId }).from(totpSecrets).where(isOn(userId))).length > 0
}

function isOn(userId: string) {
  return and(eq(totpSecrets.userId, userId), isNotNull(totpSecrets.confirmedAt))
}

import type { HoldDoor, Holder } from '#server/domain/inventory/index.ts'
import { personOf, saleSession } from '#server/domain/inventory/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { seatCount } from '#shared/seating/plan.ts'
import { type BrakeRule, HOLD_RULES } from './brake-rules.ts'
import type { BrakesDeps } from './brakes-deps.ts'
import { notePace } from './pay-brake.ts'
import { writeDown } from './write-down.ts'

/**
 * Keeps seats from being camped on: new holds are counted by person and by address, shared by all processes. Throws `rate-limited`,
 * with the time after which it goes on; holds that are there already stay.
 */
export function holdBrake(deps: BrakesDeps): HoldDoor {
  return {
    async pass(holder, sessionId, input) {
      if (!deps.areBrakesOn) return
      await notePace(deps, holder)
      if (input.holdToken) return
      const { session, plan } = await saleSession(deps.db, sessionId)
      const size = { capacity: seatCount(plan) + plan.areas.reduce((sum, area) => sum + area.capacity, 0), perPersonLimit: session.perPersonLimit }
      for (const rule of HOLD_RULES) await brake(deps, rule, holder, sessionId, rule.limit(size))
    }
  }
}

async function brake(deps: BrakesDeps, rule: BrakeRule, holder: Holder, sessionId: string, limit: number): Promise<void> {
  const who = rule.by === 'person' ? personOf(holder) : holder.network && `network:${holder.network}`
  if (!who) return
  const { allowed, retryAfterSeconds } = await deps.limiter.hit(`brake:${rule.name}:${sessionId}:${who}`, limit, rule.windowSeconds)
  if (allowed) return
  await writeDown(deps, { rule: rule.name, who, subjectType: 'session', subjectId: sessionId, details: { limit, windowSeconds: rule.windowSeconds } })
  throw new DomainError('rate-limited', { retryAfterSeconds })
}

/** Several doors, one behind the other. */
export function inOrder(...doors: HoldDoor[]): HoldDoor {
  return {
    async pass(holder, sessionId, input) {
      for (const door of doors) await door.pass(holder, sessionId, input)
    }
  }
}

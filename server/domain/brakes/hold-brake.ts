import type { Window } from '#server/domain/accounts/index.ts'
import type { HoldDoor, Holder } from '#server/domain/inventory/index.ts'
import { personOf, saleSession } from '#server/domain/inventory/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { seatCount } from '#shared/seating/plan.ts'
import { type BrakeRule, HOLD_RULES } from './brake-rules.ts'
import type { BrakesDeps } from './brakes-deps.ts'
import { paceNote } from './pay-brake.ts'
import { writeDown } from './write-down.ts'

/**
 * Keeps seats from being camped on: new holds are counted by person and by address, shared by all processes, in one question to the
 * store. Throws `rate-limited`, with the time after which it goes on; holds that are there already stay.
 */
export function holdBrake(deps: BrakesDeps): HoldDoor {
  return {
    async pass(holder, sessionId, input) {
      if (!deps.areBrakesOn) return
      const rules = input.holdToken ? [] : await windowsOf(deps, holder, sessionId)
      const { refusedBy, retryAfterSeconds } = await deps.limiter.hitAll(sessionId, [...rules, paceNote(holder)])
      if (refusedBy === null) return
      const { rule, who, limit, windowSeconds } = rules[refusedBy]!
      await writeDown(deps, { rule: rule.name, who, subjectType: 'session', subjectId: sessionId, details: { limit, windowSeconds } })
      throw new DomainError('rate-limited', { retryAfterSeconds })
    }
  }
}

interface RuleWindow extends Window { rule: BrakeRule, who: string }

/** The windows that a new hold falls into. Where the address is not known, those of the person. */
async function windowsOf(deps: BrakesDeps, holder: Holder, sessionId: string): Promise<RuleWindow[]> {
  const { session, plan } = await saleSession(deps.db, sessionId)
  const size = { capacity: seatCount(plan) + plan.areas.reduce((sum, area) => sum + area.capacity, 0), perPersonLimit: session.perPersonLimit }
  return HOLD_RULES.flatMap((rule) => {
    const who = rule.by === 'person' ? personOf(holder) : holder.network && `network:${holder.network}`
    return who ? [{ rule, who, key: `brake:${rule.name}:${who}`, limit: rule.limit(size), windowSeconds: rule.windowSeconds }] : []
  })
}

/** Several doors, one behind the other. */
export function inOrder(...doors: HoldDoor[]): HoldDoor {
  return {
    async pass(holder, sessionId, input) {
      for (const door of doors) await door.pass(holder, sessionId, input)
    }
  }
}

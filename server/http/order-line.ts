import type { House } from '#server/house.ts'
import { type WorkGate, createWorkGate } from '#shared/flow/work-gate.ts'

/** Nobody who has seats is turned away while there is any hope. */
const MAY_WAIT = 2_000

let line: WorkGate | undefined

/**
 * Writes only so many orders at once, first come first served, that half of the connections to Postgres stay for those who pay: else a
 * rush makes more orders than can be paid in their time.
 * @throws `unavailable` nothing was ordered; the seats stay held
 */
export function inOrderLine<T>({ settings }: Pick<House, 'settings'>, work: () => Promise<T>): Promise<T> {
  line ??= createWorkGate(Math.ceil(settings.databasePool / 2), MAY_WAIT)
  return line.run(work)
}

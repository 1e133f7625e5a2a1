import { comeBack } from '#shared/flow/come-back.ts'
import { createWorkGate } from '#shared/flow/work-gate.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Enough to keep a Redis that is 20 ms away busy; few enough that an order's next step waits some milliseconds behind them. */
const AT_ONCE = 32
/** About a fifth of a second's work: who would wait longer hears so at once, and his browser asks again. */
const MAY_WAIT = 288

const secondsToWait = comeBack({ perSecond: 300, longestSeconds: 8 })

/** For the declaration of an endpoint: it is asked before anything is read or looked up for the caller. */
export const holdGate = createWorkGate(AT_ONCE, MAY_WAIT, () => new DomainError('too-busy', { retryAfterSeconds: secondsToWait() }))

/**
 * Does the work of a hold where there is room for it in this process. When thousands press at once most of them lose, and without this
 * those who won would wait behind them for their orders until their holds had run out.
 * @throws `too-busy` nothing was held
 */
export const inTheRush = holdGate.run

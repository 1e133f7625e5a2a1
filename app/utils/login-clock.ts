/** The warning comes so long before the end (S-08; OWASP Session Management, "client-side countdown"). */
export const WARNING_MS = 120_000
/** Signs of life are written down at most once a minute, and who is logged in is remembered for half of one. */
const UNWRITTEN_MS = 90_000
/** A tick comes every second. After a longer pause the device has slept, and what this clock says is worth nothing. */
const SLEPT_MS = 5_000

export type LoginPhase = 'running' | 'warning' | 'ended'
/** What tabs tell each other: so many milliseconds are left; go and ask; it is over. */
export type LoginWord = { say: 'left', ms: number } | { say: 'ask' } | { say: 'ended' }

export interface LoginClockDeps {
  /** Milliseconds of a clock that nobody can set. */
  now(): number
  /** The wall clock: only ever compared with the other, to learn that one of them has jumped. */
  wall(): number
  /** Asks the server for the milliseconds left, which is a sign of life; null: nobody is logged in. Rejects where it is out of reach. */
  ask(): Promise<number | null>
  /** Ends the login session on the server. */
  leave(): Promise<void>
  isVisible(): boolean
  /** Whether somebody has typed or pointed within the last minute. */
  isAtWork(): boolean
  tell(word: LoginWord): void
  show(phase: LoginPhase, leftMs: number): void
}

/**
 * Counts down to the idle end of a login session, by the server's word and a clock that cannot be set. Near the end it warns,
 * unless somebody is at work: then it asks for more time by itself. At the end it ends the session for certain, so that what the
 * countdown said is what happens. A hidden tab only waits: others may know more.
 */
export function createLoginClock(deps: LoginClockDeps, firstLeftMs: number) {
  let deadline = deps.now() + firstLeftMs
  /** The whole idle time, as far as it is known. */
  let whole = firstLeftMs
  let phase: LoginPhase = 'running'
  let last = { now: deps.now(), wall: deps.wall() }
  let asking: Promise<void> | null = null
  /** A hidden tab has slept: it asks as soon as somebody looks. */
  let isUnsure = false

  const left = () => Math.max(0, deadline - deps.now())
  const enter = (next: LoginPhase) => {
    phase = next
    deps.show(phase, left())
  }

  function take(ms: number): void {
    deadline = deps.now() + ms
    isUnsure = false
    whole = Math.max(whole, ms)
    enter(ms <= WARNING_MS ? 'warning' : 'running')
  }

  /** Hears from the server how long there is, and passes it on. */
  function ask(): Promise<void> {
    asking ??= deps.ask().then((ms) => {
      if (ms === null) return end()
      take(ms)
      deps.tell({ say: 'left', ms })
    }, () => {
      // Nobody answers: then the countdown is all there is to go by.
      isUnsure = false
      if (phase === 'running' && left() <= WARNING_MS) enter('warning')
    }).finally(() => { asking = null })
    return asking
  }

  function end(): void {
    if (phase === 'ended') return
    enter('ended')
    deps.tell({ say: 'ended' })
  }

  function tick(): void {
    const before = last
    last = { now: deps.now(), wall: deps.wall() }
    if (phase === 'ended') return
    const passed = last.now - before.now
    const hasJumped = passed > SLEPT_MS || Math.abs(last.wall - before.wall - passed) > SLEPT_MS
    if (hasJumped) isUnsure = true
    if (isUnsure && deps.isVisible()) return void ask()
    if (left() === 0) {
      if (!deps.isVisible()) return
      void deps.leave().catch(() => {})
      return end()
    }
    if (left() > WARNING_MS) return enter('running')
    if (phase === 'running' && deps.isVisible() && deps.isAtWork()) return void ask()
    enter('warning')
  }

  /** Somebody looks at this tab again, and what it missed meanwhile is not known. */
  function back(): void {
    if (phase !== 'ended' && (isUnsure || left() < whole - UNWRITTEN_MS)) void ask()
  }

  /** A request of this tab has shown the server a sign of life. */
  function seen(): void {
    if (phase === 'ended' || whole - UNWRITTEN_MS <= left()) return
    take(whole - UNWRITTEN_MS)
    deps.tell({ say: 'left', ms: left() })
  }

  function hear(word: LoginWord): void {
    if (word.say === 'left') take(word.ms)
    else if (word.say === 'ended') enter('ended')
    else void ask()
  }

  return { tick, ask, back, seen, hear, resume: take, phase: () => phase }
}

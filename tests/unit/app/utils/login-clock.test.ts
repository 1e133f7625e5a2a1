import { beforeEach, describe, expect, it } from 'vitest'
import { createLoginClock, type LoginClockDeps, type LoginPhase, type LoginWord, WARNING_MS } from '../../../../app/utils/login-clock.ts'

const MINUTE = 60_000
const IDLE = 30 * MINUTE

/** A browser tab at a server, both made of numbers: time passes only when the test says so. */
class Tab {
  steady = 1_000
  wallOffset = 1_700_000_000_000
  isVisible = true
  isAtWork = false
  /** What the server would answer: ms left, null for nobody, an error for no answer. */
  answer: number | null | Error = IDLE
  asked = 0
  left = 0
  phase: LoginPhase = 'running'
  leaves = 0
  told: LoginWord[] = []

  readonly deps: LoginClockDeps = {
    now: () => this.steady,
    wall: () => this.steady + this.wallOffset,
    ask: async () => {
      this.asked++
      if (this.answer instanceof Error) throw this.answer
      return this.answer
    },
    leave: async () => { this.leaves++ },
    isVisible: () => this.isVisible,
    isAtWork: () => this.isAtWork,
    tell: word => void this.told.push(word),
    show: (phase, ms) => {
      this.phase = phase
      this.left = ms
    }
  }

  readonly clock = createLoginClock(this.deps, IDLE)

  /** Time passes, with a tick every second. */
  pass(ms: number): void {
    for (let done = 0; done < ms; done += 1000) {
      this.steady += 1000
      this.clock.tick()
    }
  }
}

let tab: Tab
beforeEach(() => { tab = new Tab() })
const answered = () => new Promise(resolve => setImmediate(resolve))

describe('The clock of a login (S-08)', () => {
  it('says nothing for 28 minutes, then warns for two, then ends the login on the server', () => {
    tab.pass(IDLE - WARNING_MS - 1000)
    expect(tab.phase).toBe('running')
    tab.pass(1000)
    expect(tab).toMatchObject({ phase: 'warning', left: WARNING_MS })
    tab.pass(MINUTE)
    expect(tab).toMatchObject({ phase: 'warning', left: MINUTE, leaves: 0 })
    tab.pass(MINUTE)
    expect(tab).toMatchObject({ phase: 'ended', leaves: 1, asked: 0 })
    expect(tab.told).toEqual([{ say: 'ended' }])
  })

  it('starts anew when somebody asks to stay, and tells the other tabs', async () => {
    tab.pass(IDLE - MINUTE)
    await tab.clock.ask()
    expect(tab).toMatchObject({ phase: 'running', left: IDLE })
    expect(tab.told).toEqual([{ say: 'left', ms: IDLE }])
    tab.pass(IDLE - MINUTE)
    expect(tab.phase).toBe('warning')
  })

  it('does not disturb who is at work: it asks for more time by itself', async () => {
    tab.isAtWork = true
    tab.pass(IDLE - WARNING_MS)
    await answered()
    expect(tab).toMatchObject({ phase: 'running', asked: 1 })
  })

  it('ends what the server has ended, whatever was left here', async () => {
    tab.answer = null
    await tab.clock.ask()
    expect(tab).toMatchObject({ phase: 'ended', leaves: 0 })
  })

  it.each([[-24 * 60], [24 * 60], [25]])('does nothing when somebody sets the wall clock by %d minutes but ask the server', async (minutes) => {
    tab.pass(10 * MINUTE)
    tab.wallOffset += minutes * MINUTE
    tab.answer = IDLE - 10 * MINUTE
    tab.pass(1000)
    await answered()
    expect(tab).toMatchObject({ phase: 'running', asked: 1 })
    tab.pass(MINUTE)
    expect(tab).toMatchObject({ phase: 'running', asked: 1, left: IDLE - 11 * MINUTE })
  })

  it('asks the server when the device wakes, and believes it', async () => {
    tab.answer = null
    tab.wallOffset += 8 * 60 * MINUTE
    tab.pass(1000)
    await answered()
    expect(tab).toMatchObject({ phase: 'ended', leaves: 0 })
  })

  it('asks when a hidden tab that has slept is looked at again', async () => {
    tab.isVisible = false
    tab.wallOffset += 2 * 60 * MINUTE
    tab.pass(5000)
    expect(tab.asked).toBe(0)
    tab.isVisible = true
    tab.clock.back()
    await answered()
    expect(tab.asked).toBe(1)
  })

  it('never ends the login from a hidden tab: another one may know more', () => {
    tab.isVisible = false
    tab.pass(IDLE + 10 * MINUTE)
    expect(tab).toMatchObject({ phase: 'warning', leaves: 0 })
  })

  it('takes the word of other tabs', () => {
    tab.pass(IDLE - MINUTE)
    tab.clock.hear({ say: 'left', ms: IDLE })
    expect(tab.phase).toBe('running')
    tab.clock.hear({ say: 'ended' })
    expect(tab.phase).toBe('ended')
  })

  it('counts a request as a sign of life, but not for more than the server is sure to have written down', () => {
    tab.pass(20 * MINUTE)
    tab.clock.seen()
    expect(tab.left).toBe(IDLE - 90_000)
    tab.clock.seen()
    expect(tab.told).toHaveLength(1)
  })

  it('warns also who is at work where the server does not answer, and asks no more by itself', async () => {
    tab.isAtWork = true
    tab.answer = new Error('offline')
    tab.pass(IDLE - WARNING_MS)
    await answered()
    tab.pass(MINUTE)
    expect(tab).toMatchObject({ phase: 'warning', asked: 1 })
  })

  it('goes on counting where the server is out of reach', async () => {
    tab.answer = new Error('offline')
    tab.pass(IDLE - MINUTE)
    await tab.clock.ask()
    expect(tab.phase).toBe('warning')
    tab.pass(MINUTE)
    expect(tab).toMatchObject({ phase: 'ended', leaves: 1 })
  })
})

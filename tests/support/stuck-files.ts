import { spawnSync } from 'node:child_process'
import type { Reporter, TestModule } from 'vitest/node'

const LOOK_EVERY_MS = 60_000
const SUSPECT_AFTER_MS = 5 * 60_000
const STUCK_AFTER_MS = 15 * 60_000

/**
 * Names the test files that do not come to an end, and ends them. A loop without an end keeps its worker from noticing any time
 * limit of a test; the run would stand still until somebody stops it, and its log would not say where.
 */
export default class StuckFiles implements Reporter {
  readonly #running = new Map<string, number>()
  #timer?: NodeJS.Timeout

  onTestRunStart() {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS)
  }

  onTestModuleStart(module: TestModule) {
    this.#running.set(module.moduleId, performance.now())
  }

  onTestModuleEnd(module: TestModule) {
    this.#running.delete(module.moduleId)
  }

  onTestRunEnd() {
    clearInterval(this.#timer)
  }

  #look() {
    for (const [file, since] of this.#running) {
      const ms = performance.now() - since
      if (ms > SUSPECT_AFTER_MS) console.error(`${file} has been running for ${Math.round(ms / 60_000)} minutes`)
      // Vitest hears that its workers died, and says so of every file that they had.
      if (ms > STUCK_AFTER_MS) spawnSync('pkill', ['-KILL', '-P', String(process.pid)])
    }
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '#server/commands/lib/postgres-cluster.ts'

const ENTRY = fileURLToPath(new URL('../../.output/server/index.mjs', import.meta.url))

/** What an app under test derives its keys from. */
export const APP_SECRET = 'a secret that only tests know, and long enough'

export interface TestApp {
  url: string
  port: number
  pid: number
  /** All that it has printed. */
  logs(): string
  /** Resolves when /api/health answers 200. */
  healthy(timeoutMs?: number): Promise<void>
  /** As an operator does: open requests are answered first. */
  stop(): Promise<void>
  kill9(): Promise<void>
}

export interface AppOptions {
  /** At least DATABASE_URL. FOYER_SECRET is given. */
  env: Record<string, string>
  /** A free one by default; give the old one to start again where clients look. */
  port?: number
  /** `false`: return as soon as the process is there, for tests of an app whose database is away. */
  waitUntilHealthy?: boolean
  /** A clock that is wrong, tracing and so on: arguments for Node itself. */
  nodeArguments?: string[]
}

/** Starts the built app. Fails at once, and clearly, when nobody has built it or when it ends by itself. */
export async function startApp(options: AppOptions): Promise<TestApp> {
  if (!existsSync(ENTRY)) throw new Error('The app is not built: run `npm run build` first (npm test does)')
  const port = options.port ?? await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, [...options.nodeArguments ?? [], ENTRY], {
    env: {
      PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', TZ: 'UTC',
      HOST: '127.0.0.1', PORT: String(port), FOYER_PUBLIC_URL: url, FOYER_SECRET: APP_SECRET,
      // A live feed has no end: an app under test does not wait for it.
      NITRO_SHUTDOWN_TIMEOUT: '3000',
      // Many buyers behind one address are what most of these tests are made of.
      FOYER_HOLD_BRAKES: 'off',
      // What it complains of is what a failing test is explained by.
      FOYER_LOG: 'warn',
      ...options.env
    },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let printed = ''
  child.stdout.on('data', (text: Buffer) => { printed += text })
  child.stderr.on('data', (text: Buffer) => { printed += text })
  const killAtExit = () => void child.kill('SIGKILL')
  process.once('exit', killAtExit)
  child.once('exit', () => process.off('exit', killAtExit))

  const app: TestApp = {
    url,
    port,
    pid: child.pid!,
    logs: () => printed,
    healthy: (timeoutMs = 90_000) => untilHealthy(url, child, () => printed, timeoutMs),
    stop: () => end(child, 'SIGTERM'),
    kill9: () => end(child, 'SIGKILL')
  }
  if (options.waitUntilHealthy ?? true) {
    await app.healthy().catch(async (problem: unknown) => {
      await app.kill9()
      throw problem
    })
  }
  return app
}

async function untilHealthy(url: string, child: ChildProcess, printed: () => string, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    if (hasEnded(child)) throw new Error(`The app ended by itself (${child.exitCode ?? child.signalCode}):\n${printed().slice(-3000)}`)
    const answer = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
    if (answer?.ok) return
    if (Date.now() > deadline) throw new Error(`The app is not healthy after ${timeoutMs} ms (${answer?.status ?? 'no answer'}):\n${printed().slice(-3000)}`)
    await pause(50)
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return
  child.kill(signal)
  await new Promise(resolve => child.once('exit', resolve))
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

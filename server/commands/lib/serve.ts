import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Environment } from './environment.ts'
import { inRoot, ROOT } from './paths.ts'
import { CommandError, say } from './progress.ts'

/** Fails with what to do when the port is taken, before anything long is begun. */
export async function checkPort(env: Environment): Promise<void> {
  const port = Number(env.PORT)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new CommandError(`PORT is "${env.PORT}": it must be a number from 1 to 65535.`)
  const probe = createServer()
  const code = await new Promise<string | undefined>((resolve) => {
    probe.once('error', (problem: NodeJS.ErrnoException) => resolve(problem.code))
    probe.listen({ port, host: env.HOST }, () => probe.close(() => resolve(undefined)))
  })
  if (code === 'EADDRINUSE') throw new CommandError(`Port ${port} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`)
  if (code) throw new CommandError(`Port ${port} cannot be used: ${code}. Choose another: PORT=8080 npm start`)
}

/**
 * Runs a server (`args` for Node) until it ends or somebody stops this command; SIGINT and SIGTERM reach it as SIGTERM, a second
 * one kills it. Returns the exit code: 0 when it was asked to stop.
 */
export async function serve(args: string[], env: Environment, onReady: () => void): Promise<number> {
  const child = spawn(process.execPath, ['--import', inRoot('server/commands/lib/end-with-parent.ts'), ...args], {
    // A group of its own: Ctrl-C reaches this command only, which then decides the order.
    cwd: ROOT, env: { NITRO_SHUTDOWN_TIMEOUT: '5000', ...env }, detached: process.platform !== 'win32', stdio: ['ignore', 'inherit', 'inherit', 'ipc']
  })
  let isStopping = false
  const stop = () => {
    if (isStopping) return void child.kill('SIGKILL')
    isStopping = true
    say('Stopping (once more to force) ...')
    child.kill('SIGTERM')
  }
  // After Ctrl-C the terminal, or npm, may be gone as well: that is no second wish.
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', () => isStopping || stop())
  void untilHealthy(child, Number(env.PORT)).then(isHealthy => isHealthy && !isStopping && onReady())
  const code = await new Promise<number>(resolve => child.once('exit', exitCode => resolve(exitCode ?? 1)))
  return isStopping ? 0 : code || 1
}

async function untilHealthy(child: ChildProcess, port: number): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
    if (answer?.ok) return true
    await pause(100)
  }
  return false
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createConnection, createServer } from 'node:net'

/** A Redis of the test's own, which it may pause, kill and empty. Data live in memory only. */
export interface RedisServer {
  url: string
  port: number
  /** SIGSTOP: the process hangs, its connections stay open. */
  pause(): void
  /** SIGCONT. */
  resume(): void
  /** SIGKILL: connections break, data are lost. */
  kill(): Promise<void>
  /** Starts again on the same port after `kill` or `stop`, empty. */
  start(): Promise<void>
  /** FLUSHALL, scripts too where asked. */
  flush(what?: { scripts: boolean }): Promise<void>
  stop(): Promise<void>
}

export async function startRedisServer(): Promise<RedisServer> {
  assertInstalled()
  const port = await freePort()
  let server = await launch(port)

  const end = async (signal: NodeJS.Signals) => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const exit = once(server, 'exit')
    // A paused process hears nothing but SIGKILL until it goes on.
    server.kill('SIGCONT')
    server.kill(signal)
    await exit
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pause: () => { server.kill('SIGSTOP') },
    resume: () => { server.kill('SIGCONT') },
    kill: () => end('SIGKILL'),
    start: async () => { server = await launch(port) },
    flush: async what => {
      await tell(port, 'FLUSHALL')
      if (what?.scripts) await tell(port, 'SCRIPT FLUSH')
    },
    stop: () => end('SIGTERM')
  }
}

function assertInstalled() {
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    throw new Error('These tests need redis-server on the PATH: `apt-get install redis-server` (or `brew install redis`)')
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port')
  return address.port
}

async function launch(port: number): Promise<ChildProcess> {
  const server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' })
  // A test run that dies must not leave servers behind.
  const reap = () => { server.kill('SIGKILL') }
  process.once('exit', reap)
  server.once('exit', () => process.off('exit', reap))

  const giveUpAt = Date.now() + 10_000
  while (!(await answers(port))) {
    if (server.exitCode !== null) throw new Error(`redis-server ended at once with code ${server.exitCode}`)
    if (Date.now() > giveUpAt) throw new Error('redis-server did not answer within 10 s')
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  return server
}

async function answers(port: number): Promise<boolean> {
  return tell(port, 'PING').then(reply => reply.startsWith('+PONG'), () => false)
}

/** One inline command, see https://redis.io/docs/latest/develop/reference/protocol-spec/#inline-commands. */
async function tell(port: number, command: string): Promise<string> {
  const socket = createConnection(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write(`${command}\r\n`)
    const [reply] = await once(socket, 'data') as [Buffer]
    return reply.toString()
  } finally {
    socket.destroy()
  }
}

import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { embeddedBinaries, installedBinaries, unprivilegedUser } from '#server/commands/lib/postgres-binaries.ts'
import { type Cluster, childrenOf, ended, freePort, initialiseCluster, readPidFile, startServer } from '#server/commands/lib/postgres-cluster.ts'
import { migrateDatabase } from '#server/gateways/database/migrate.ts'

/** Every migration run, no rows: what `createDatabase` copies. */
const TEMPLATE = 'foyer_template'
const MIGRATIONS = new URL('../../drizzle/migrations', import.meta.url).pathname

export interface TestPostgres {
  /** Of the superuser and the empty database `postgres`. */
  url: string
  /** As the server says it, for example `18.4`. */
  version: string
  /** A migrated database of one's own, in milliseconds. Returns its URL. */
  createDatabase(): Promise<string>
  /** As a machine that dies: no goodbye to anybody. `restart` brings it back. */
  kill9(): Promise<void>
  /** Starts again after `kill9`, on the same port with the same data. */
  restart(): Promise<void>
  /** `pg_ctl restart -m immediate`: every connection breaks, and recovery from the log follows. */
  restartImmediate(): Promise<void>
  /** Freezes every process of the server, as a machine that hangs: connections stay open and silent. */
  pause(): void
  resume(): void
  /** Ends the server and removes its data. */
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** `embedded`: PostgreSQL 18 from npm (default). `debian15`: the one that the system has installed. */
  version?: 'embedded' | 'debian15'
  /** Durable commits; off by default. Without it commits still survive the server's own death, but not the machine's. */
  fsync?: boolean
}

/** Whether the system has a PostgreSQL of its own: tests for it say so when they are left out. */
export const hasInstalledPostgres = () => installedBinaries() !== undefined

/** A real server of one's own on a free port, to be broken at will. Takes a second or two. */
export async function startPostgres(options: PostgresOptions = {}): Promise<TestPostgres> {
  removeOrphans()
  const runAs = unprivilegedUser()
  const bin = options.version === 'debian15' ? installedBinaries() : embeddedBinaries(runAs)
  if (!bin) throw new Error('No PostgreSQL is installed here (pg_config is not found)')
  const cluster: Cluster = { bin, runAs, home: mkdtempSync(join(roomyFolder(), `foyer-pg-${process.pid}-`)) }
  await initialiseCluster(cluster, { sync: options.fsync ?? false })

  const port = await freePort()
  const start = () => startServer(cluster, { port, settings: serverSettings(options.fsync ?? false) })
  let server = await start()
  let isStopped = false
  const killAtExit = () => void server.kill('SIGQUIT')
  process.once('exit', killAtExit)

  const url = `postgres://foyer@127.0.0.1:${port}/postgres`
  const version = await ask(url, async sql => (await sql`show server_version`)[0]!.server_version as string)
  let template: Promise<void> | undefined

  return {
    url,
    version,
    createDatabase: async () => {
      template ??= makeTemplate(url)
      await template
      return copyTemplate(url)
    },
    kill9: async () => {
      // The postmaster first, so that it cannot start recovery when its children die.
      const workers = childrenOf(server.pid!)
      server.kill('SIGKILL')
      await ended(server)
      workers.forEach(pid => signal(pid, 'SIGKILL'))
    },
    restart: async () => {
      server = await start()
    },
    restartImmediate: async () => {
      server.kill('SIGQUIT')
      await ended(server)
      server = await start()
    },
    pause: () => everyProcess(server).forEach(pid => signal(pid, 'SIGSTOP')),
    resume: () => everyProcess(server).reverse().forEach(pid => signal(pid, 'SIGCONT')),
    stop: async () => {
      if (isStopped) return
      isStopped = true
      process.off('exit', killAtExit)
      everyProcess(server).reverse().forEach(pid => signal(pid, 'SIGCONT'))
      server.kill('SIGINT')
      await ended(server)
      rmSync(cluster.home, { recursive: true, force: true })
    }
  }
}

/**
 * A migrated database on a server that somebody else started and that has the template; or a copy of another database, to which
 * nobody may be connected. Returns its URL.
 */
export async function copyTemplate(serverUrl: string, template = TEMPLATE): Promise<string> {
  const name = `t_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  await ask(serverUrl, sql => sql.unsafe(`create database ${name} template ${template}`))
  return withDatabase(serverUrl, name)
}

/** Makes the template of `copyTemplate`. */
export async function makeTemplate(serverUrl: string): Promise<void> {
  // A server that was not thrown away after the last run may have an older one.
  await ask(serverUrl, sql => sql.unsafe(`drop database if exists ${TEMPLATE}`))
  await ask(serverUrl, sql => sql.unsafe(`create database ${TEMPLATE}`))
  await migrateDatabase(withDatabase(serverUrl, TEMPLATE), MIGRATIONS)
}

async function ask<T>(url: string, question: (sql: postgres.Sql) => PromiseLike<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await question(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/** A commit is in the system's hands when it is acknowledged, so it survives the death of the server even with fsync off. */
function serverSettings(fsync: boolean): Record<string, string> {
  return {
    fsync: fsync ? 'on' : 'off', full_page_writes: fsync ? 'on' : 'off', synchronous_commit: 'on',
    max_connections: '300', shared_buffers: '128MB', max_wal_size: '2GB', log_min_messages: 'fatal', timezone: 'UTC'
  }
}

/** Memory where there is a gigabyte of it, else the disk. */
function roomyFolder(): string {
  try {
    const memory = statfsSync('/dev/shm')
    if (memory.bavail * memory.bsize > 1_000_000_000) return '/dev/shm'
  } catch { /* no such disk on this system */ }
  return tmpdir()
}

/** Ends servers whose test process was killed before it could. */
function removeOrphans(): void {
  for (const folder of new Set([roomyFolder(), tmpdir()])) {
    for (const name of readdirSync(folder)) {
      const owner = /^foyer-pg-(\d+)-/.exec(name)?.[1]
      if (!owner || isAlive(Number(owner))) continue
      const home = join(folder, name)
      const orphan = readPidFile({ bin: '', home, runAs: undefined })
      if (orphan) signal(orphan.pid, 'SIGQUIT')
      rmSync(home, { recursive: true, force: true })
    }
  }
}

const everyProcess = (server: ChildProcess) => [server.pid!, ...childrenOf(server.pid!)]

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch { /* it has ended by itself */ }
}

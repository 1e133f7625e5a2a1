import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { inRoot, ROOT } from './paths.ts'
import { embeddedBinaries, isOpenToOthers, unprivilegedUser } from './postgres-binaries.ts'
import { type Cluster, dataFolder, freePort, initialiseCluster, isInitialised, readPidFile, startServer } from './postgres-cluster.ts'
import { say } from './progress.ts'

export interface EmbeddedDatabase {
  url: string
  /** Ends the server, unless another command of this project uses it. */
  stop(): Promise<void>
}

/** How long a server that was left behind may take to recover or to end. */
const PATIENCE_MS = 60_000

/** The project's own PostgreSQL: starts it, or takes over the one that a killed command left behind. Data is kept and durable. */
export async function openEmbeddedDatabase(): Promise<EmbeddedDatabase> {
  const runAs = unprivilegedUser()
  const cluster: Cluster = { bin: embeddedBinaries(runAs), runAs, home: homeFolder(runAs !== undefined) }
  if (!isInitialised(cluster)) {
    say(`Making a PostgreSQL database in ${cluster.home}`)
    await initialiseCluster(cluster, { password: randomBytes(24).toString('base64url'), sync: true })
  }
  const owner = readOwner(cluster)
  const port = await portOfRunningServer(cluster) ?? await start(cluster)
  const isBorrowed = owner !== undefined && owner !== process.pid && isAlive(owner)
  if (!isBorrowed) writeFileSync(join(cluster.home, 'owner'), String(process.pid))
  const url = serverUrl(cluster, port)
  await createDatabase(url)
  return { url: url.replace(/\/postgres$/, '/foyer'), stop: async () => isBorrowed ? undefined : stop(cluster) }
}

/** `.data/postgres`; root's server cannot walk into a closed folder, so there it lives in /var/lib. */
function homeFolder(isRoot: boolean): string {
  const home = inRoot('.data/postgres')
  if (isRoot && !isOpenToOthers(ROOT)) return join('/var/lib/foyer', createHash('sha256').update(ROOT).digest('hex').slice(0, 12))
  mkdirSync(home, { recursive: true })
  return home
}

async function start(cluster: Cluster): Promise<number> {
  const remembered = join(cluster.home, 'port')
  const last = existsSync(remembered) ? Number(readFileSync(remembered, 'utf8')) : undefined
  const port = last && await isFree(last) ? last : await freePort()
  const server = await startServer(cluster, { port, settings: { max_connections: '100', log_min_messages: 'warning' } })
  server.unref()
  writeFileSync(remembered, String(port))
  return port
}

/** The port of our server when it runs already. Waits for one that is starting or ending; forgets one that has died. */
async function portOfRunningServer(cluster: Cluster): Promise<number | undefined> {
  const deadline = Date.now() + PATIENCE_MS
  while (Date.now() < deadline) {
    const written = readPidFile(cluster)
    if (!written) return undefined
    if (await isOurs(cluster, written.port)) return written.port
    if (!isPostgres(written.pid)) {
      // Another process may have the number of the dead one by now, and PostgreSQL would take it for a running server.
      rmSync(join(dataFolder(cluster), 'postmaster.pid'), { force: true })
      return undefined
    }
    await pause(100)
  }
  throw new Error(`A PostgreSQL server in ${cluster.home} runs but does not answer; its log is postgres.log there`)
}

async function isOurs(cluster: Cluster, port: number): Promise<boolean> {
  try {
    return await ask(serverUrl(cluster, port), async sql => (await sql`show data_directory`)[0]!.data_directory === dataFolder(cluster))
  } catch {
    return false
  }
}

/** Whether this process is a PostgreSQL server, as far as the system tells (where it does not, any living process may be). */
function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return true
  }
}

async function createDatabase(url: string): Promise<void> {
  await ask(url, async (sql) => {
    const [found] = await sql`select 1 from pg_database where datname = 'foyer'`
    if (!found) await sql`create database foyer`
  })
}

async function stop(cluster: Cluster): Promise<void> {
  const running = readPidFile(cluster)
  rmSync(join(cluster.home, 'owner'), { force: true })
  if (!running || !isAlive(running.pid)) return
  process.kill(running.pid, 'SIGINT')
  // The file goes with the server; the process may stay listed where nobody collects orphans (containers).
  const deadline = Date.now() + PATIENCE_MS
  while (readPidFile(cluster) && isAlive(running.pid) && Date.now() < deadline) await pause(20)
}

function readOwner(cluster: Cluster): number | undefined {
  const file = join(cluster.home, 'owner')
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined
}

function serverUrl(cluster: Cluster, port: number): string {
  return `postgres://foyer:${readFileSync(join(cluster.home, 'password'), 'utf8').trim()}@127.0.0.1:${port}/postgres`
}

async function ask<T>(url: string, question: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} })
  try {
    return await question(sql)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'EPERM'
  }
}

import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { RunAs } from './postgres-binaries.ts'

/** Where one PostgreSQL server lives: `home` holds `data/`, `password` and `postgres.log`. */
export interface Cluster {
  bin: string
  home: string
  runAs: RunAs | undefined
}

export const dataFolder = (cluster: Cluster) => join(cluster.home, 'data')
const program = (cluster: Cluster, name: string) => join(cluster.bin, process.platform === 'win32' ? `${name}.exe` : name)
const logFile = (cluster: Cluster) => join(cluster.home, 'postgres.log')

/** Whether `initialiseCluster` has come to its end here. */
export function isInitialised(cluster: Cluster): boolean {
  return existsSync(join(cluster.home, 'password')) && existsSync(join(dataFolder(cluster), 'PG_VERSION'))
}

/**
 * Makes an empty server with one superuser `foyer`, who needs `password` (none: everybody on this machine may connect).
 * `sync: false` leaves writing to the disk to the system: for servers that are thrown away.
 */
export async function initialiseCluster(cluster: Cluster, options: { password?: string, sync: boolean }): Promise<void> {
  mkdirSync(cluster.home, { recursive: true })
  rmSync(dataFolder(cluster), { recursive: true, force: true })
  mkdirSync(dataFolder(cluster), { mode: 0o700 })
  const passwordFile = join(dataFolder(cluster), '..', 'initdb-password')
  writeFileSync(passwordFile, `${options.password ?? 'unused'}\n`, { mode: 0o600 })
  if (cluster.runAs) {
    chmodSync(cluster.home, 0o711)
    for (const path of [dataFolder(cluster), passwordFile]) chownSync(path, cluster.runAs.uid, cluster.runAs.gid)
  }
  const flags = [
    `--pgdata=${dataFolder(cluster)}`, '--username=foyer', `--auth=${options.password ? 'scram-sha-256' : 'trust'}`, `--pwfile=${passwordFile}`,
    '--encoding=UTF8', ...localeFlags(), ...(options.sync ? [] : ['--no-sync'])
  ]
  try {
    await promisify(execFile)(program(cluster, 'initdb'), flags, { ...cluster.runAs, cwd: dataFolder(cluster) })
  } catch (problem) {
    throw new Error(`initdb failed: ${(problem as { stderr?: string }).stderr?.trim() || (problem as Error).message}`, { cause: problem })
  } finally {
    rmSync(passwordFile, { force: true })
  }
  writeFileSync(join(cluster.home, 'password'), options.password ?? '', { mode: 0o600 })
}

/** Letters of every language are letters (search needs that), and sorting does not depend on the machine. */
function localeFlags(): string[] {
  if (process.platform === 'linux') return ['--locale=C.UTF-8']
  return process.platform === 'darwin' ? ['--locale=en_US.UTF-8'] : []
}

/**
 * Starts the server in a process group of its own (Ctrl-C in the terminal does not reach it) and waits until it takes queries.
 * Throws with the end of its log when it does not.
 */
export async function startServer(cluster: Cluster, options: { port: number, settings: Record<string, string>, timeoutMs?: number }): Promise<ChildProcess> {
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...options.settings }
  const log = openSync(logFile(cluster), 'a')
  const child = spawn(program(cluster, 'postgres'), [
    '-D', dataFolder(cluster), '-p', String(options.port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  ], { ...cluster.runAs, cwd: dataFolder(cluster), detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  const deadline = Date.now() + (options.timeoutMs ?? 60_000)
  while (!isReady(cluster, child.pid)) {
    if (hasEnded(child)) throw new Error(`PostgreSQL did not start:\n${endOfLog(cluster)}`)
    if (Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`PostgreSQL was not ready in time:\n${endOfLog(cluster)}`)
    }
    await pause(20)
  }
  return child
}

/** Waits for a child's end. */
export async function ended(child: ChildProcess): Promise<void> {
  if (!hasEnded(child)) await new Promise(resolve => child.once('exit', resolve))
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null || child.pid === undefined

/** What `postmaster.pid` says: the server writes it, with its state in the last line. */
export function readPidFile(cluster: Cluster): { pid: number, port: number, isReady: boolean } | undefined {
  try {
    const lines = readFileSync(join(dataFolder(cluster), 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' }
  } catch {
    return undefined
  }
}

function isReady(cluster: Cluster, pid: number | undefined): boolean {
  const written = readPidFile(cluster)
  return written !== undefined && written.pid === pid && written.isReady
}

function endOfLog(cluster: Cluster): string {
  return readFileSync(logFile(cluster), 'utf8').trimEnd().split('\n').slice(-8).join('\n')
}

/** The server's own workers and connections: each is a process of its own. Linux only; elsewhere none are found. */
export function childrenOf(pid: number): number[] {
  if (!existsSync('/proc/self/stat')) return []
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).filter((name) => {
    try {
      // The name in brackets may hold spaces: the parent is the second field after it.
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid
    } catch {
      return false
    }
  }).map(Number)
}

/** A port of this machine that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise(resolve => probe.close(resolve))
  return port
}

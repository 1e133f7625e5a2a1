import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type Settings, readSettings } from '#server/settings.ts'
import { inRoot } from './paths.ts'
import { CommandError } from './progress.ts'

export type Environment = Record<string, string | undefined>

/** What may be read before anything is started: `.env` where there is one, then the defaults of a command. */
export function readEnvironment(): Environment {
  if (existsSync(inRoot('.env'))) process.loadEnvFile(inRoot('.env'))
  const env = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''))
  return { ...env, PORT: env.PORT ?? '3000', FOYER_PUBLIC_URL: env.FOYER_PUBLIC_URL ?? `http://localhost:${env.PORT ?? '3000'}` }
}

/**
 * Without a database of one's own the command is a demo: with the demo catalogue, with points for every new account,
 * and with a secret that is made once and kept in `.data`. What is set explicitly stays as it is.
 */
export function withDemoDefaults(env: Environment): Environment {
  const isDemo = env.FOYER_DEMO ?? (env.DATABASE_URL ? '0' : '1')
  if (isDemo !== '1' && isDemo !== 'true') return env
  return { ...env, FOYER_DEMO: '1', FOYER_WELCOME_POINTS: env.FOYER_WELCOME_POINTS ?? '200000', FOYER_SECRET: env.FOYER_SECRET ?? demoSecret() }
}

/** The settings, or one message with a line for each that is wrong. */
export function checkSettings(env: Environment): Settings {
  try {
    return readSettings(env)
  } catch (problem) {
    throw new CommandError(`${(problem as Error).message}\n\n.env.example explains every setting.`)
  }
}

function demoSecret(): string {
  const file = inRoot('.data/secret')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const secret = `demo-${randomBytes(32).toString('base64url')}`
  mkdirSync(inRoot('.data'), { recursive: true })
  writeFileSync(file, `${secret}\n`, { mode: 0o600 })
  return secret
}

import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'
import { inRoot, ROOT } from './paths.ts'

/** Runs a program of the project's packages with this terminal; `quiet` shows its output only when it fails. Returns the exit code. */
export async function run(program: string, args: string[], options: { quiet?: boolean } = {}): Promise<number> {
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, PATH: `${inRoot('node_modules/.bin')}${delimiter}${process.env.PATH}`, NUXT_TELEMETRY_DISABLED: '1' },
    shell: process.platform === 'win32',
    stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit'
  })
  let printed = ''
  child.stdout?.on('data', (text: Buffer) => { printed += text })
  child.stderr?.on('data', (text: Buffer) => { printed += text })
  const code = await new Promise<number>((resolve) => {
    child.once('error', (problem) => {
      console.error(`${program} cannot run: ${problem.message}`)
      resolve(127)
    })
    child.once('close', exitCode => resolve(exitCode ?? 1))
  })
  if (code !== 0) console.error(printed)
  return code
}

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../../../../shared/data/seating/', import.meta.url))

/** Seating plans that nobody of this project drew lie beside it on some machines; tests of them are left out, and say so, on others. */
export const hasRealFiles = existsSync(folder)
if (!hasRealFiles) console.warn(`No real seating plans at ${folder}: their tests are left out.`)

/** The text of one of them. */
export function realFile(name: string): string {
  return readFileSync(folder + name, 'utf8')
}

/** Its path. */
export function realPath(name: string): string {
  return folder + name
}

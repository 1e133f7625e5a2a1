import { fileURLToPath } from 'node:url'

/** The folder that holds package.json. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[/\\]$/, '')

/** A path inside the project. */
export const inRoot = (...parts: string[]) => [ROOT, ...parts].join('/')

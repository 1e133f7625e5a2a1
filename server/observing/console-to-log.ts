import { format } from 'node:util'
import { describeError, traceError } from '#shared/errors/describe-error.ts'
import { log } from './log.ts'

/**
 * What libraries tell the console becomes one line of the log each: the server's frame prints stacks over many lines, with the whole
 * address of the request and the values of a query in them. @returns what gives the console back
 */
export function takeConsole(console: Console = globalThis.console): () => void {
  const before = { debug: console.debug, log: console.log, info: console.info, warn: console.warn, error: console.error, trace: console.trace }
  console.debug = (...words) => log.debug(said(words))
  console.log = console.info = (...words) => log.info(said(words))
  console.warn = (...words) => log.warn(said(words), errorAmong(words))
  console.error = console.trace = (...words) => log.error(said(words), errorAmong(words))
  return () => void Object.assign(console, before)
}

/** Of an error its message only, without the values of a failed query (shared/errors/describe-error.ts). */
const said = (words: unknown[]) => format(...words.map(word => word instanceof Error ? describeError(word) : word)).trim().slice(0, 8_000)

function errorAmong(words: unknown[]): { error?: string } {
  const error = words.find(word => word instanceof Error)
  return error ? { error: traceError(error) } : {}
}

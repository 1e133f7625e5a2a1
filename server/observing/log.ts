import { isatty } from 'node:tty'
import { type Fields, type Level, jsonLine, plainLine } from './log-line.ts'
import { DirectSink, LogSink } from './log-sink.ts'
import { currentTracing } from './tracing.ts'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const satisfies readonly Level[]

export interface LogSettings {
  /** What is less than this is not written. */
  level: Level | 'off'
  /** `auto`: for a person where a terminal is at the other end, else JSON. */
  format: 'auto' | 'json' | 'plain'
}

// A function that is frozen behind its answer writes nothing later, and its platform listens to the streams themselves.
const isFrozen = Boolean(process.env.VERCEL)
const sinks = isFrozen ? { out: new DirectSink(process.stdout), err: new DirectSink(process.stderr) } : { out: new LogSink(1), err: new LogSink(2) }
// Asked of the descriptors: a worker, as in development, has streams of its own.
const isTerminal = { out: isatty(1), err: isatty(2) }
let least = LEVELS.indexOf('info')
let format: LogSettings['format'] = 'auto'
let isEndHeard = false

/** Says what is written, and how. Before anybody does, it is everything from `info` on. */
export function configureLog(settings: LogSettings): void {
  least = settings.level === 'off' ? LEVELS.length : LEVELS.indexOf(settings.level)
  format = settings.format
}

/**
 * The log of the house: one line an event on standard output, or standard error for what somebody should look at. The message says what
 * happened and is the same each time; what differs is in the fields.
 */
export const log = {
  debug: (message: string, fields: Fields = {}) => put('debug', message, fields),
  info: (message: string, fields: Fields = {}) => put('info', message, fields),
  warn: (message: string, fields: Fields = {}) => put('warn', message, fields),
  error: (message: string, fields: Fields = {}) => put('error', message, fields),
  /** Whether such an event would be written: for those who would have to gather its fields first. */
  isOn: (level: Level) => LEVELS.indexOf(level) >= least
}

/** Lines that were lost because nobody took them. */
export const droppedLines = () => sinks.out.dropped + sinks.err.dropped

function put(level: Level, message: string, fields: Fields): void {
  if (!log.isOn(level)) return
  if (!isEndHeard) {
    isEndHeard = true
    process.once('exit', () => Object.values(sinks).forEach(sink => sink.end()))
  }
  const way = level === 'warn' || level === 'error' ? 'err' : 'out'
  const isPlain = format === 'plain' || (format === 'auto' && isTerminal[way])
  const traceId = currentTracing()?.traceId()
  const event = { at: new Date(), level, message, fields: traceId ? { traceId, ...fields } : fields }
  sinks[way].put(isPlain ? plainLine(event) : jsonLine(event))
}

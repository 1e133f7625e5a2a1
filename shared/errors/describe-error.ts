/**
 * What went wrong, for logs and for rows that people read. A failed query is told without what it was asked with: that may be
 * somebody's address, a code that is on its way, or a hash (G-03).
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 1000)
  return `${nameOf(error)}${messageOf(error)}${causeOf(error, describeError)}`
}

/** The same with the places in the code that it came through. */
export function traceError(error: unknown): string {
  if (!(error instanceof Error)) return describeError(error)
  const { stack = '', message } = error
  // The message stands in the stack, with all that it says.
  const frames = stack.includes(message) ? stack.slice(stack.indexOf(message) + message.length) : ''
  return `${nameOf(error)}${messageOf(error)}${frames.slice(0, 1500)}${causeOf(error, traceError)}`
}

const nameOf = ({ name }: Error) => name === 'Error' ? '' : `${name}: `

function messageOf(error: Error): string {
  return ('query' in error && 'params' in error ? `Failed query: ${String(error.query).slice(0, 200)}` : error.message).slice(0, 500)
}

const causeOf = (error: Error, tell: (cause: unknown) => string) => error.cause === undefined ? '' : ` <- ${tell(error.cause)}`

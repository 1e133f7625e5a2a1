import type { ErrorCode } from './error-codes.ts'

/**
 * A refusal that the domain decided: thrown by the domain, turned into problem+json in one place (server/http/problem.ts).
 * `data` fills the sentence and is sent along, so it must never hold a secret or somebody else's data; what it names in both languages
 * is told in the reader's.
 */
export class DomainError extends Error {
  readonly code: ErrorCode
  readonly data: Record<string, unknown>

  constructor(code: ErrorCode, data: Record<string, unknown> = {}) {
    super(code)
    this.name = 'DomainError'
    this.code = code
    this.data = data
  }
}

import { z } from 'zod'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Where a page of a list ended: when its last row was made, and its id. */
export interface Position { at: Date, id: string }

const position = z.tuple([z.iso.datetime(), z.uuid()])

export function encodePosition({ at, id }: Position): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url')
}

/** @throws `invalid-input` for what is no position of a list */
export function decodePosition(cursor: string): Position {
  try {
    const [at, id] = position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { at: new Date(at), id }
  } catch {
    throw new DomainError('invalid-input', { errors: [{ path: 'cursor', message: 'is not a cursor of this list; start again without one', code: 'custom' }] })
  }
}

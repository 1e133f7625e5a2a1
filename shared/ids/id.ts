import { v5, v7, validate } from 'uuid'

/** A new id: UUIDv7 (RFC 9562), so that ids made later sort later. */
export function newId(): string {
  return v7()
}

/** Ours alone, so that the ids below meet nobody else's. */
const NAMESPACE = '5f0ee7a1-9d0c-4d5e-8a4e-6b1f1c2d3e4f'

/** The id of a thing that is known by these words (UUIDv5): the same words, the same id, on every machine. */
export function stableId(...words: string[]): string {
  return v5(JSON.stringify(words), NAMESPACE)
}

/** Whether a text from outside can be an id at all. */
export const isUuid = (text: string): boolean => validate(text)

import { readFileSync } from 'node:fs'
import { type Font, create } from 'fontkit'
import { FACE_FILES, packageFile } from './face-files.ts'

export const FACES = ['chinese', 'latin'] as const
export type Face = (typeof FACES)[number]
type Weight = 'regular' | 'bold'

const opened = new Map<string, Font>()
/** What was asked of each face before: texts are made of few letters. */
const letters = { chinese: new Map<string, boolean>(), latin: new Map<string, boolean>() }

/** A face, opened once, when it is first needed. */
export function openFace(face: Face, weight: Weight): Font {
  const file = FACE_FILES[face][weight]
  const font = opened.get(file) ?? create(readFileSync(packageFile(file))) as Font
  opened.set(file, font)
  return font
}

/** The face that has all letters of a text, or else the first. */
export function faceFor(text: string): Face {
  return FACES.find(face => [...text].every(character => isBlank(character) || has(face, character))) ?? FACES[0]
}

/** A text as a face can set it: never an empty box. A letter that it has not loses its accent, or becomes the printers' mark for a missing one. */
export function printable(text: string, face: Face): string {
  return [...text].map(character => isBlank(character) || has(face, character) ? character : substitute(character, face)).join('')
}

function substitute(character: string, face: Face): string {
  if (/[\p{Mark}\p{Cf}]/u.test(character)) return ''
  const bare = character.normalize('NFD').replace(/\p{Mark}/gu, '')
  return bare && [...bare].every(letter => has(face, letter)) ? bare : '〓'
}

function has(face: Face, character: string): boolean {
  const known = letters[face].get(character) ?? openFace(face, 'regular').hasGlyphForCodePoint(character.codePointAt(0)!)
  letters[face].set(character, known)
  return known
}
const isBlank = (character: string) => character === '\n'

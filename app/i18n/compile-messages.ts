import { baseCompile } from '@intlify/message-compiler'

/** What a message file holds: sentences under keys, nested as the file likes. */
export interface Messages { [key: string]: string | Messages }

/** Characters that mean something to vue-i18n: values in braces, plural forms, linked messages and their modifiers. */
const SYNTAX = /[{}|@]/

/**
 * Turns messages into what vue-i18n reads without its compiler, which the browser therefore never loads (U-03): plain
 * sentences stay strings, sentences with values or plural forms become their syntax tree.
 * @throws SyntaxError of the message compiler, with its place, when a message is not well formed.
 */
export function compileMessages(messages: Messages): Record<string, unknown> {
  return Object.fromEntries(Object.entries(messages).map(([key, value]) => [key, typeof value === 'string' ? compiled(value) : compileMessages(value)]))
}

function compiled(text: string): unknown {
  if (!SYNTAX.test(text)) return text
  return baseCompile(text, { jit: true, minify: true, location: false, onError: (error) => { throw error } }).ast
}

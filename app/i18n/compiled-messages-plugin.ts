import { readFileSync } from 'node:fs'
import { compileMessages, type Messages } from './compile-messages.ts'

/** A bundler plugin: whoever imports a message file of `folder` gets its messages compiled. */
export function compiledMessages(folder: string) {
  return {
    name: 'foyer:compiled-messages',
    load(id: string) {
      if (!id.startsWith(folder) || !id.endsWith('.json')) return null
      return JSON.stringify(compileMessages(JSON.parse(readFileSync(id, 'utf8')) as Messages))
    }
  }
}

import type { CodeFault } from './code-verdict.ts'
import type { TicketKeysReply } from './public-keys.ts'
import { type TicketCode, parseTicketCode } from './ticket-code.ts'

/** `cannot-verify`: this browser knows no Ed25519; its list of tickets must do. */
export type BrowserReading = { verdict: 'genuine' | 'cannot-verify', code: TicketCode } | { verdict: CodeFault }

/** Reads codes by the public keys alone, without a network (Ed25519 in WebCrypto: Chrome 137, Safari 17, Firefox 129). */
export async function codeReaderHere(published: TicketKeysReply): Promise<(text: string) => Promise<BrowserReading>> {
  const keys = new Map(await Promise.all(published.keys.map(async key => [key.id, await importKey(key.publicKey)] as const)))
  return async (text) => {
    const code = parseTicketCode(text)
    if (!code) return { verdict: 'not-a-ticket' }
    if (published.retired.includes(code.keyId)) return { verdict: 'old-key' }
    const key = keys.get(code.keyId)
    if (key === undefined) return { verdict: 'forged' }
    if (key === null) return { verdict: 'cannot-verify', code }
    return await crypto.subtle.verify('Ed25519', key, code.signature, code.signed) ? { verdict: 'genuine', code } : { verdict: 'forged' }
  }
}

async function importKey(publicKey: string): Promise<CryptoKey | null> {
  const bytes = Uint8Array.from(atob(publicKey.replaceAll('-', '+').replaceAll('_', '/')), character => character.charCodeAt(0))
  return await crypto.subtle.importKey('raw', bytes, 'Ed25519', false, ['verify']).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return null
    throw error
  })
}

import { type KeyObject, createPrivateKey, createPublicKey } from 'node:crypto'

/**
 * A key as Alipay's own tools give it, one line of base64 without a frame, or as PEM; the app's in PKCS#8 (as for Java) or PKCS#1 (as for
 * all others). @returns it as PEM, or null where it is no RSA key
 */
export function privateKeyPem(text: string): string | null {
  const key = firstThatWorks([
    () => createPrivateKey(framed(text)),
    () => createPrivateKey({ key: der(text), format: 'der', type: 'pkcs8' }),
    () => createPrivateKey({ key: der(text), format: 'der', type: 'pkcs1' })
  ])
  return key && String(key.export({ type: 'pkcs8', format: 'pem' }))
}

/** Alipay's public key (not the app's own: with that no signature is ever right). */
export function publicKeyPem(text: string): string | null {
  const key = firstThatWorks([
    () => createPublicKey(framed(text)),
    () => createPublicKey({ key: der(text), format: 'der', type: 'spki' })
  ])
  return key && String(key.export({ type: 'spki', format: 'pem' }))
}

/** Environments that know no line breaks write them as `\n`. */
const framed = (text: string) => text.replaceAll('\\n', '\n')
const der = (text: string) => Buffer.from(text, 'base64')

function firstThatWorks(readings: (() => KeyObject)[]): KeyObject | null {
  for (const read of readings) {
    try {
      const key = read()
      if (key.asymmetricKeyType === 'rsa') return key
    } catch {
      // Not written in this way.
    }
  }
  return null
}

import { X509Certificate, createPrivateKey } from 'node:crypto'

/** Environments that know no line breaks write them as `\n`, or the whole file as one line of base64. */
function framed(text: string): string {
  const lines = text.trim().replaceAll('\\n', '\n')
  return lines.includes('-----BEGIN') ? lines : Buffer.from(lines, 'base64').toString('utf8')
}

/** A certificate as PEM, from PEM, base64 of it, or base64 of the bytes that Apple gives away (`.cer`). Null where it is none. */
export function certificatePem(text: string): string | null {
  for (const read of [() => framed(text), () => Buffer.from(text.trim(), 'base64')]) {
    try {
      return new X509Certificate(read()).toString()
    } catch {
      // Not written in this way.
    }
  }
  return null
}

/** A private RSA key as PEM without a passphrase, from PEM or base64 of it. Null where it is none, or the passphrase does not open it. */
export function rsaKeyPem(text: string, passphrase?: string): string | null {
  try {
    const key = createPrivateKey({ key: framed(text), passphrase })
    return key.asymmetricKeyType === 'rsa' ? String(key.export({ type: 'pkcs1', format: 'pem' })) : null
  } catch {
    return null
  }
}

/** Whether the certificate was made for the key. Both as PEM. */
export function isPair(certificate: string, key: string): boolean {
  return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
}

import { SignJWT, importPKCS8 } from 'jose'

export interface GoogleWalletSettings {
  issuerId: string
  /** The service account, and its key as PEM (PKCS#8). */
  email: string
  key: string
  /** `https://walletobjects.googleapis.com/walletobjects/v1`, and where tokens are; others in tests. */
  apiUrl: string
  tokenUrl: string
}

const ANSWER_WITHIN_MS = 5_000
const SCOPE = 'https://www.googleapis.com/auth/wallet_object.issuer'
/** A token is good for an hour; asked for anew a little before. */
const EARLY_MS = 120_000

/** The signing key, read once. */
export function signingKey(settings: GoogleWalletSettings): () => Promise<CryptoKey> {
  let key: Promise<CryptoKey> | undefined
  return () => key ??= importPKCS8(settings.key, 'RS256')
}

/** Asks Google's REST interface as the service account (RFC 7523). */
export function googleClient(settings: GoogleWalletSettings, key: () => Promise<CryptoKey>) {
  let known: { token: string, untilMs: number } | null = null

  async function token(): Promise<string> {
    if (known && known.untilMs > Date.now()) return known.token
    const assertion = await new SignJWT({ scope: SCOPE }).setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(settings.email).setAudience(settings.tokenUrl).setIssuedAt().setExpirationTime('10m').sign(await key())
    const answer = await fetch(settings.tokenUrl, { method: 'POST', redirect: 'error', signal: AbortSignal.timeout(ANSWER_WITHIN_MS), body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }) })
    if (!answer.ok) throw new Error(`Google gives no token: ${answer.status}`)
    const { access_token, expires_in } = await answer.json() as { access_token: string, expires_in: number }
    known = { token: access_token, untilMs: Date.now() + expires_in * 1000 - EARLY_MS }
    return access_token
  }

  async function ask(method: 'PATCH' | 'POST', path: string, body: unknown): Promise<number> {
    const answer = await fetch(`${settings.apiUrl}/${path}`, {
      method, redirect: 'error', signal: AbortSignal.timeout(ANSWER_WITHIN_MS), headers: { 'authorization': `Bearer ${await token()}`, 'content-type': 'application/json' }, body: JSON.stringify(body)
    })
    await answer.body?.cancel()
    // Somebody has turned the key of the account: the next try asks for another token.
    if (answer.status === 401) known = null
    return answer.status
  }

  /** Makes a thing what `body` says, whether it is there or not. Throws where Google does not take it. */
  return async function put(kind: 'eventTicketClass' | 'eventTicketObject', body: { id: string }): Promise<void> {
    const change = () => ask('PATCH', `${kind}/${body.id}`, body)
    let status = await change()
    if (status === 404) status = await ask('POST', kind, body)
    // Made by another process in between.
    if (status === 409) status = await change()
    if (status < 200 || status > 299) throw new Error(`Google Wallet answers ${status}`)
  }
}

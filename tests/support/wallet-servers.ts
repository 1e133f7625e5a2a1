import { createServer as createHttpServer } from 'node:http'
import { type Http2Server, type Http2ServerRequest, type Http2ServerResponse, createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { decodeJwt, importSPKI, jwtVerify } from 'jose'
import { rsaPem } from './wallet-papers.ts'

/** A stand-in for Apple's push service, over HTTP/2 without TLS. */
export interface PushService {
  url: string
  /** Tokens that were asked, in order. */
  asked: { token: string, headers: Record<string, unknown>, body: string }[]
  /** What it answers to a token; 200 to all others. */
  answers: Map<string, { status: number, reason?: string }>
  stop(): Promise<void>
}

export async function startPushService(): Promise<PushService> {
  const asked: PushService['asked'] = []
  const answers: PushService['answers'] = new Map()
  const server: Http2Server = createServer(pushListener(asked, answers))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, answers, stop: () => new Promise(resolve => server.close(() => resolve())) }
}

export const pushListener = (asked: PushService['asked'], answers: PushService['answers']) => async (request: Http2ServerRequest, response: Http2ServerResponse) => {
  let body = ''
  for await (const part of request) body += String(part)
  const token = request.url.split('/').at(-1)!
  asked.push({ token, headers: request.headers, body })
  const { status, reason } = answers.get(token) ?? { status: 200 }
  response.writeHead(status)
  response.end(reason ? JSON.stringify({ reason }) : '')
}

/** A stand-in for Google's token and Wallet interfaces. */
export interface GoogleService {
  env: Record<string, string>
  publicKey: string
  email: string
  /** What it has, by id. */
  things: Map<string, Record<string, unknown>>
  asked: string[]
  /** It answers with this status instead, until it is null again. */
  trouble: number | null
  stop(): Promise<void>
}

export async function startGoogleService(): Promise<GoogleService> {
  const { publicKey, privateKey } = rsaPem()
  const email = 'wallet@foyer.example'
  const service = { publicKey, email, things: new Map(), asked: [], trouble: null } as unknown as GoogleService
  let url = ''
  const answer = async (method: string, path: string, headers: Record<string, unknown>, body: string): Promise<[number, unknown]> => {
    service.asked.push(`${method} ${path}`)
    if (service.trouble) return [service.trouble, {}]
    if (path === '/token') {
      const form = new URLSearchParams(body)
      await jwtVerify(form.get('assertion')!, await importSPKI(publicKey, 'RS256'), { issuer: email, audience: `${url}/token` })
      return [200, { access_token: `token-for-${String(decodeJwt(form.get('assertion')!).scope)}`, expires_in: 3600 }]
    }
    if (headers.authorization !== 'Bearer token-for-https://www.googleapis.com/auth/wallet_object.issuer') return [401, {}]
    const given = JSON.parse(body) as { id: string }
    if (method === 'POST') {
      if (service.things.has(given.id)) return [409, {}]
      service.things.set(given.id, given)
      return [200, given]
    }
    const id = path.split('/').at(-1)!
    if (!service.things.has(id)) return [404, {}]
    service.things.set(id, { ...service.things.get(id), ...given })
    return [200, {}]
  }
  const server = createHttpServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += String(part)
    const [status, reply] = await answer(request.method!, request.url!, request.headers, body).catch(() => [400, {}] as [number, unknown])
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(reply))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(service, {
    env: { FOYER_GOOGLE_WALLET_ISSUER_ID: '3388000000012345678', FOYER_GOOGLE_WALLET_EMAIL: email, FOYER_GOOGLE_WALLET_KEY: privateKey, FOYER_GOOGLE_WALLET_API_URL: `${url}/v1`, FOYER_GOOGLE_WALLET_TOKEN_URL: `${url}/token` },
    stop: () => new Promise<void>(resolve => server.close(() => resolve()))
  })
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { interactionPolicy } from 'oidc-provider'

export const CLIENT = { id: 'foyer', secret: 'a secret between foyer and the identity provider' }

export interface Identity { sub: string, email?: string, email_verified?: boolean, name?: string }

export interface IdentityHouse {
  issuer: string
  /** Who signs in there from now on. */
  become(identity: Identity): void
  /** From now on nothing is answered, until false. */
  hang(isHanging: boolean): void
  close(): Promise<void>
}

/** A certified OpenID provider of one's own, which insists on PKCE and signs in whoever it is told to. */
export async function startIdentityHouse(redirectUri: string): Promise<IdentityHouse> {
  const known = new Map<string, Identity>()
  let present: Identity = { sub: 'nobody' }
  let isHanging = false
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const policy = interactionPolicy.base()
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }))
  const provider: Provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri], grant_types: ['authorization_code'], response_types: ['code'], token_endpoint_auth_method: 'client_secret_post' }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['only for tests'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { policy, url: (_: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
    findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => known.get(sub) }),
    async loadExistingGrant(context: { oidc: { client: { clientId: string }, session: { accountId: string } } }) {
      const grant = new provider.Grant({ clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    }
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (isHanging) return
    if (!request.url!.startsWith('/interaction/')) return answer(request, response)
    known.set(present.sub, present)
    void provider.interactionFinished(request, response, { login: { accountId: present.sub }, select_account: {} })
  })
  return {
    issuer,
    become: (identity) => { present = identity },
    hang: (now) => { isHanging = now },
    close: () => closed(server)
  }
}

export const WECHAT = { appId: 'wx0123456789', appSecret: 'a secret between foyer and wechat' }

export interface WechatHouse {
  url: string
  become(person: { openid: string, unionid?: string, nickname?: string }): void
  hang(isHanging: boolean): void
  close(): Promise<void>
}

/** WeChat's QR login and API, as far as a website sees them: codes serve once, refusals are 200 with an `errcode`. */
export async function startWechatHouse(): Promise<WechatHouse> {
  const codes = new Map<string, { openid: string, unionid?: string, nickname?: string }>()
  const tokens = new Map<string, { openid: string, unionid?: string, nickname?: string }>()
  let present: { openid: string, unionid?: string, nickname?: string } = { openid: 'nobody' }
  let isHanging = false
  const server = createServer((request, response) => {
    if (isHanging) return
    const url = new URL(request.url!, 'http://wechat')
    const query = Object.fromEntries(url.searchParams)
    const say = (body: unknown) => response.writeHead(200, { 'content-type': 'text/plain' }).end(JSON.stringify(body))
    if (url.pathname === '/connect/qrconnect') {
      const code = `code-${codes.size}-${Math.random().toString(36).slice(2)}`
      codes.set(code, present)
      return response.writeHead(302, { location: `${query.redirect_uri}?${new URLSearchParams({ code, state: query.state! })}` }).end()
    }
    if (url.pathname === '/sns/oauth2/access_token') {
      const person = query.appid === WECHAT.appId && query.secret === WECHAT.appSecret ? codes.get(query.code!) : undefined
      codes.delete(query.code!)
      if (!person) return say({ errcode: 40029, errmsg: 'invalid code' })
      const token = Math.random().toString(36)
      tokens.set(token, person)
      return say({ access_token: token, expires_in: 7200, refresh_token: 'x', openid: person.openid, scope: 'snsapi_login', ...person.unionid ? { unionid: person.unionid } : {} })
    }
    const person = tokens.get(query.access_token!)
    return say(person && person.openid === query.openid ? { openid: person.openid, nickname: person.nickname ?? '', sex: 0, ...person.unionid ? { unionid: person.unionid } : {} } : { errcode: 40003, errmsg: 'invalid openid' })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    become: (person) => { present = person },
    hang: (now) => { isHanging = now },
    close: () => closed(server)
  }
}

function closed(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

import { z } from 'zod'
import type { IdentityProvider } from '#server/domain/identities/index.ts'

export interface WechatSettings { appId: string, appSecret: string, loginUrl: string, apiUrl: string }

/** Who vouches for an identity of WeChat. */
export const WECHAT_ISSUER = 'https://open.weixin.qq.com'

const TIMEOUT_MS = 5_000
const LARGEST_ANSWER = 64 * 1024

const tokenAnswer = z.object({ access_token: z.string().min(1), openid: z.string().min(1).max(200), unionid: z.string().min(1).max(200).optional() })
const personAnswer = z.object({ nickname: z.string().optional(), unionid: z.string().min(1).max(200).optional() })

/**
 * WeChat's QR code login for websites (Open Platform, `snsapi_login`). It knows neither PKCE nor nonce nor ID tokens: what binds the
 * code to the journey is `state` and that only our secret can exchange it, over TLS, from WeChat itself. It tells no e-mail.
 */
export function wechatProvider(settings: WechatSettings): IdentityProvider {
  return {
    name: 'wechat',
    async begin({ state, redirectUri }) {
      const params = new URLSearchParams({ appid: settings.appId, redirect_uri: redirectUri, response_type: 'code', scope: 'snsapi_login', state })
      return { url: `${settings.loginUrl}/connect/qrconnect?${params}#wechat_redirect`, codeVerifier: null, nonce: null }
    },
    async finish({ params }) {
      const code = params.get('code')
      if (!code) throw new Error('WeChat sent no code')
      const tokens = tokenAnswer.parse(await ask('/sns/oauth2/access_token', { appid: settings.appId, secret: settings.appSecret, code, grant_type: 'authorization_code' }))
      const person = personAnswer.parse(await ask('/sns/userinfo', { access_token: tokens.access_token, openid: tokens.openid, lang: 'zh_CN' }))
      const unionId = tokens.unionid ?? person.unionid
      // The person in all applications of one owner, where there are several; else the person in this one. They never mix.
      return { issuer: WECHAT_ISSUER, subject: unionId ? `unionid:${unionId}` : `openid:${tokens.openid}`, name: person.nickname ?? null, verifiedEmail: null }
    }
  }

  /** One answer of WeChat's API, which refuses with 200 and an `errcode`. No error carries the address: it has the secret in it. */
  async function ask(path: string, params: Record<string, string>): Promise<unknown> {
    const answer = await fetch(`${settings.apiUrl}${path}?${new URLSearchParams(params)}`, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' })
      .catch((problem: Error) => { throw new Error(`WeChat did not answer (${problem.name})`) })
    const text = await answer.text()
    if (!answer.ok || text.length > LARGEST_ANSWER) throw new Error(`WeChat answered ${answer.status}`)
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && 'errcode' in body && body.errcode !== 0) throw new Error(`WeChat refused (${String(body.errcode)})`)
    return body
  }
}

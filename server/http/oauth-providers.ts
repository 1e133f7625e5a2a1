import type { House } from '#server/house.ts'
import type { ProvidersReply } from '#shared/api/identity.ts'

/** The providers of identities whose keys are set: only those get a button. */
export function oauthProvidersOf({ settings: { oauth } }: House): ProvidersReply['oauth'] {
  return [
    ...oauth.google ? [{ id: 'google' as const, name: 'Google' }] : [],
    ...oauth.wechat ? [{ id: 'wechat' as const, name: 'WeChat' }] : []
  ]
}

/** Short names by issuer, for the list of one's identities. */
export function identityIssuersOf({ settings: { oauth } }: House): ReadonlyMap<string, string> {
  return new Map([['https://accounts.google.com', 'google'], ['https://open.weixin.qq.com', 'wechat'], ...oauth.google ? [[oauth.google.issuer, 'google'] as const] : []])
}

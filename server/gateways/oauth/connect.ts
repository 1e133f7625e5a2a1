import type { IdentityProvider } from '#server/domain/identities/index.ts'
import { type GoogleSettings, googleProvider } from './google.ts'
import { type WechatSettings, wechatProvider } from './wechat.ts'

/** The identity providers of an installation; null: not offered. */
export interface OauthSettings { google: GoogleSettings | null, wechat: WechatSettings | null }

/** Nothing is asked of a provider before somebody goes there. */
export function createIdentityProviders({ google, wechat }: OauthSettings): ReadonlyMap<string, IdentityProvider> {
  return new Map([...google ? [googleProvider(google)] : [], ...wechat ? [wechatProvider(wechat)] : []].map(provider => [provider.name, provider]))
}

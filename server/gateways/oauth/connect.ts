export interface GoogleSettings { issuer: string, clientId: string, clientSecret: string }
export interface WechatSettings { appId: string, appSecret: string, loginUrl: string, apiUrl: string }

/** The identity providers of an installation; null: not offered. */
export interface OauthSettings { google: GoogleSettings | null, wechat: WechatSettings | null }

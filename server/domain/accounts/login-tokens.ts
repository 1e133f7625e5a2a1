import type { AccessTokens } from './access-token.ts'
import type { Principal } from './principal.ts'
import type { LoginTokens } from './refresh.ts'

/** A login session that was opened just now, before anybody carries its tokens. */
export interface OpenedLogin { principal: Principal, refreshToken: string, expiresAt: Date }

/** Signs the access token, outside of the transaction that opened the login session. */
export async function withTokens(deps: { accessTokens: AccessTokens }, opened: OpenedLogin): Promise<LoginTokens> {
  return { ...opened, accessToken: await deps.accessTokens.issue(opened.principal) }
}

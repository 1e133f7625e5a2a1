import type { ApiScope } from '#shared/api/api-tokens.ts'

export type Role = 'customer' | 'publisher' | 'admin'

/** Who is asking, as the server knows it: never as the request claims it. */
export interface Principal {
  userId: string
  role: Role
  loginSessionId: string
  /** Whether the second factor was shown in this login session. */
  hasSecondFactor: boolean
  /** Where a program asks for somebody by an API token (then `loginSessionId` is the token's). It may only do what its scopes name. */
  token?: { id: string, scopes: readonly ApiScope[] }
}

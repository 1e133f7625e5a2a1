export type Role = 'customer' | 'publisher' | 'admin'

/** Who is asking, as the server knows it: never as the request claims it. */
export interface Principal {
  userId: string
  role: Role
  loginSessionId: string
  /** Whether the second factor was shown in this login session. */
  hasSecondFactor: boolean
}

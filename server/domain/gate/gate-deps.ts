import type { Database } from '#drizzle/database.ts'
import type { RateLimiter } from '#server/domain/accounts/index.ts'
import type { TicketKeys } from '#server/domain/tickets/index.ts'

/** What the gate needs of its house. */
export interface GateDeps {
  db: Database
  limiter: RateLimiter
  publicUrl: string
  keys: { tickets: TicketKeys, gateLists: Buffer }
  drawQr(text: string): Promise<string>
}

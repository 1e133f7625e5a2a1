import type { Database } from '#drizzle/database.ts'
import { cacheCounts, countMiss } from '#shared/memo/cache-counts.ts'
import { whoIsLoggedIn } from './login-session.ts'
import type { Principal } from './principal.ts'

/** For so long another process may still let in somebody who was logged out, disabled or given another role. */
const FRESH_MS = 30_000
/** About 10 MB. */
const MOST = 20_000

interface Entry { askedAt: number, answer: Promise<Principal | null>, userId?: string }

/** Remembers for a moment who is logged in, so that a busy sale does not ask the database with every request. */
export interface LoginCache {
  /** The principal of a login session that is alive, else null. */
  principalOf(loginSessionId: string): Promise<Principal | null>
  /** Asks the database next time: for the process that has just ended the login session. */
  forget(loginSessionId: string): void
  /** The same for every login session of an account: after it was disabled, given another role, or its sessions were ended. */
  forgetUser(userId: string): void
}

/** `clock` is in milliseconds and never goes back; it only says how old an answer is, never whether a session has ended. */
export function createLoginCache(db: Database, clock: () => number = () => performance.now()): LoginCache {
  const known = new Map<string, Entry>()
  const counts = cacheCounts('logins', () => known.size)

  return {
    principalOf(loginSessionId) {
      const cached = known.get(loginSessionId)
      if (cached && clock() - cached.askedAt < FRESH_MS) {
        counts.hits++
        return cached.answer
      }
      const answer = whoIsLoggedIn(db, loginSessionId)
      countMiss(counts, answer)
      const entry: Entry = { askedAt: clock(), answer }
      known.delete(loginSessionId)
      known.set(loginSessionId, entry)
      if (known.size > MOST) known.delete(known.keys().next().value!)
      // Neither a failure nor a "no" is kept: only a "yes" is worth remembering.
      const drop = () => { if (known.get(loginSessionId) === entry) known.delete(loginSessionId) }
      answer.then((principal) => {
        if (principal) entry.userId = principal.userId
        else drop()
      }, drop)
      return answer
    },
    forget: loginSessionId => void known.delete(loginSessionId),
    forgetUser(userId) {
      // Answers that are still on their way may be older than what they are forgotten for, whosever they are.
      for (const [loginSessionId, entry] of known) if (entry.userId === undefined || entry.userId === userId) known.delete(loginSessionId)
    }
  }
}

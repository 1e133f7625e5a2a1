import { makeAdmin } from '#server/domain/accounts/index.ts'
import { CommandError, runCommand, say } from './lib/progress.ts'
import { withDatabase } from './lib/with-database.ts'

/** `npm run admin:make -- <email>`: makes an account that exists an admin. */
await runCommand(() => withDatabase(async (db) => {
  const email = process.argv[2]?.trim().toLowerCase()
  if (!email) throw new CommandError('Say whom: npm run admin:make -- somebody@example.org')
  const outcome = await makeAdmin(db, email)
  if (outcome === 'no-account') throw new CommandError(`No active account has the e-mail ${email}. Sign up with it first.`)
  say(outcome === 'made' ? `${email} is an admin now. Admins act with an authenticator app: turn it on under Security.` : `${email} was an admin before; nothing changed.`)
}))

import { parseArgs } from 'node:util'
import { findMoney } from '#server/domain/payments/index.ts'
import { openHouse } from '#server/house.ts'
import { formatMoney } from '#shared/money/money.ts'
import { checkSettings, readEnvironment } from './lib/environment.ts'
import { CommandError, runCommand, say } from './lib/progress.ts'

/**
 * `npm run payments:find -- --since 2026-11-26T10:00:00Z`: money that providers took since then and this database knows nothing of, after
 * a backup was restored (docs/running.md). Payments that are known get what they were for. `--send-back` gives the rest back to its payers.
 */
const { values } = parseArgs({ options: { 'since': { type: 'string' }, 'send-back': { type: 'boolean', default: false } } })

await runCommand(async () => {
  const since = new Date(values.since ?? '')
  if (Number.isNaN(since.getTime())) throw new CommandError('Say since when, a little before the backup was made: npm run payments:find -- --since 2026-11-26T10:00:00Z')
  const house = openHouse(checkSettings(readEnvironment()))
  try {
    const asked = house.gateways.filter(gateway => gateway.takenSince)
    for (const { name } of house.gateways.filter(gateway => !gateway.takenSince && gateway.name !== 'sandbox')) say(`${name} gives no list of payments: compare its bill with /admin/money and the orders.`)
    if (asked.length === 0) throw new CommandError('No provider that can be asked is set up here.')
    const found = await findMoney(house, since, { sendsBack: values['send-back'] })
    for (const { provider, money, outcome } of found.filter(one => one.outcome !== 'known')) {
      console.log(`${outcome.padEnd(10)} ${provider} ${money.standing.transactionId} ${formatMoney(money.standing, 'en')} for payment ${money.paymentId}`)
    }
    const count = (outcome: string) => found.filter(one => one.outcome === outcome).length
    say(`${found.length} payments since ${since.toISOString()}: ${count('known')} known, ${count('paid')} paid now, ${count('returned')} too late and on their way back, ${count('sent-back')} sent back, ${count('unknown')} unknown${count('unknown') ? ' (/admin/money shows them; --send-back gives them back)' : ''}.`)
    return count('unknown') ? 1 : 0
  } finally {
    await house.close()
  }
})

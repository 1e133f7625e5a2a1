import { lt, sql } from 'drizzle-orm'
import { idempotencyKeys, outbox } from '#drizzle/schema/index.ts'
import { tidyAccounts } from '#server/domain/accounts/index.ts'
import { forgetExports } from '#server/domain/exports/index.ts'
import { forgetAttendees } from '#server/domain/attendees/index.ts'
import { dropPartitions, makePartitions } from '#server/domain/insight/index.ts'
import { forgetJourneys } from '#server/domain/identities/index.ts'
import { sendWaiting, throwAwayOldPost } from '#server/domain/notify/index.ts'
import { forgetOldPasses } from '#server/domain/passes/index.ts'
import { forgetCopies, forgetFarewells } from '#server/domain/privacy/index.ts'
import { sweepDueAllotments } from '#server/domain/inventory/index.ts'
import { sweepOverdue } from '#server/domain/orders/index.ts'
import { forgetInstruments } from '#server/domain/payments/index.ts'
import { forgetUnanswered } from '#server/domain/reports/index.ts'
import { forgetRuns } from '#server/domain/runs/index.ts'
import { lapseResales } from '#server/domain/resale/index.ts'
import { forgetDeliveries } from '#server/domain/webhooks/index.ts'
import type { House } from '#server/house.ts'
import { relayOutbox } from './outbox-relay.ts'
import { subscribersOf } from './subscribers.ts'

/** Delivers what waits in the outbox, until nothing does or the batches are used up. */
export async function deliverNews(house: House, maxBatches = 20): Promise<void> {
  const subscribers = subscribersOf(house)
  for (let batch = 0; batch < maxBatches; batch++) {
    if (await relayOutbox(house.db, subscribers) === 0) return
  }
}

/** Sends the mails, texts and push messages that wait. */
export async function sendPost(house: House): Promise<void> {
  await sendWaiting(house)
}

/** Lets go of what nobody asked for: orders whose time to pay is over, and places that were kept until now. */
export async function sweep(house: House): Promise<void> {
  await sweepDueAllotments(house)
  while (await sweepOverdue(house) > 0);
  while (await lapseResales(house) > 0);
}

/** Throws away what no longer serves: answers that no retry will want any more, news delivered long ago. */
export async function throwAway(house: House): Promise<void> {
  await house.db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, sql`now() - interval '24 hours'`))
  await house.db.delete(outbox).where(lt(outbox.deliveredAt, sql`now() - interval '7 days'`))
  await throwAwayOldPost(house.db)
  await tidyAccounts(house.db)
  await forgetJourneys(house)
  await forgetCopies(house)
  await forgetFarewells(house)
  await forgetOldPasses(house.db)
  await forgetAttendees(house.db)
  await forgetInstruments(house.db)
  await makePartitions(house.db)
  await dropPartitions(house.db, house.settings.behaviourDays)
  await forgetRuns(house.db)
  await forgetExports(house)
  await forgetDeliveries(house.db)
  await forgetUnanswered(house.db)
}

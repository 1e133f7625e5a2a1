import { setTimeout as pause } from 'node:timers/promises'
import { openHouse } from '#server/house.ts'
import { workDueRuns } from '#server/jobs/work-due-runs.ts'
import { readSettings } from '#server/settings.ts'

/** A process that works off runs, until somebody kills it. */
const house = openHouse(readSettings(process.env))
process.send?.('ready')
for (;;) {
  await workDueRuns(house, () => false, 'news')
  await pause(20)
}

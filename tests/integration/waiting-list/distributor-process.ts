import { setTimeout as pause } from 'node:timers/promises'
import { distributeGivenBack } from '#server/domain/waiting-list/index.ts'
import { openHouse } from '#server/house.ts'
import { readSettings } from '#server/settings.ts'

/** A process that gives places to those who wait, until somebody kills it. */
const house = openHouse(readSettings(process.env))
process.send?.('ready')
for (;;) {
  await distributeGivenBack(house)
  await pause(20)
}

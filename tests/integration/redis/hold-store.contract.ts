import { describe } from 'vitest'
import { type StoreUnderTest, benchOf } from './hold-store/bench.ts'
import { best } from './hold-store/best-places.ts'
import { feed } from './hold-store/feed.ts'
import { givingBack } from './hold-store/giving-back.ts'
import { holding } from './hold-store/holding.ts'
import { loss } from './hold-store/loss.ts'
import { opening } from './hold-store/opening.ts'
import { singles } from './hold-store/single-seats.ts'
import { time } from './hold-store/time.ts'
import { truth } from './hold-store/truth.ts'
import { wholeTables } from './hold-store/whole-tables.ts'

/** What every hold store promises, whatever it is made of. */
export function holdStoreContract(name: string, open: () => Promise<StoreUnderTest>) {
  describe(`the hold store over ${name}`, () => {
    const bench = benchOf(open)
    for (const theme of [opening, holding, best, singles, wholeTables, givingBack, time, truth, feed, loss]) theme(bench)
  })
}

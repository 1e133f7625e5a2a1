import { createHash } from 'node:crypto'
import { brotliCompressSync } from 'node:zlib'
import type { Transaction } from '#drizzle/database.ts'
import { seatingPlans } from '#drizzle/schema/seating.ts'
import { newId } from '#shared/ids/id.ts'
import { seatCount, type SeatingPlan, standingCapacity } from '#shared/seating/plan.ts'
import { encodePlan } from '#shared/seating/plan-codec.ts'

export async function storePlan(tx: Transaction, input: { venueId: string, hall: string, plan: SeatingPlan }): Promise<{ id: string }> {
  const json = JSON.stringify(encodePlan(input.plan))
  const id = newId()
  await tx.insert(seatingPlans).values({
    id, venueId: input.venueId, hall: input.hall, version: 1, nameEn: input.plan.name.en, nameZh: input.plan.name.zh,
    seatCount: seatCount(input.plan), standingCapacity: standingCapacity(input.plan), geometry: brotliCompressSync(json),
    contentHash: createHash('sha256').update(json).digest('hex')
  })
  return { id }
}

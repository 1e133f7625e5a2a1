import { SeatFlag, type SeatingPlan } from '#shared/seating/plan.ts'

/** What one party bought together. */
export type Party = { seats: number[] } | { areaKey: string, quantity: number }

/**
 * Which parties have bought when about `share` of the house is sold: near and central places go first, people come in
 * twos and fours and sit together, and a few prefer the back. Places for wheelchairs stay free.
 * @param priced categories that have a price
 */
export function soldParties(plan: SeatingPlan, share: number, limit: number, priced: ReadonlySet<string>, random: () => number): Party[] {
  return [...soldSeats(plan, share, limit, priced, random), ...soldStanding(plan, share, limit, priced, random)]
}

function soldSeats(plan: SeatingPlan, share: number, limit: number, priced: ReadonlySet<string>, random: () => number): Party[] {
  const groups = rowGroups(plan, limit, priced, random)
  const sellable = groups.reduce((sum, group) => sum + group.seats.length, 0)
  const target = Math.round(sellable * share)
  const parties: Party[] = []
  let sold = 0
  for (const group of groups.sort((a, b) => a.rank - b.rank)) {
    if (sold + group.seats.length > target) continue
    parties.push({ seats: group.seats })
    sold += group.seats.length
  }
  return parties
}

/** Cuts every row into parties; `rank` is the distance from the focal point, blurred by taste. */
function rowGroups(plan: SeatingPlan, limit: number, priced: ReadonlySet<string>, random: () => number): { seats: number[], rank: number }[] {
  const groups: { seats: number[], rank: number }[] = []
  const reach = Math.hypot(plan.width, plan.height)
  for (const row of plan.rows) {
    const end = row.firstSeat + row.seatCount
    let seat = row.firstSeat
    while (seat < end) {
      const size = Math.min(partySize(random), limit, end - seat)
      const seats = Array.from({ length: size }, (_, i) => seat + i)
      seat += size
      if (seats.some(s => !isOrdinary(plan, s, priced))) continue
      const distance = Math.hypot((plan.seats.x[seats[0]!]! - plan.focal.x) * 1.25, plan.seats.y[seats[0]!]! - plan.focal.y) / reach
      groups.push({ seats, rank: distance + random() * 0.22 + (random() < 0.12 ? -0.3 : 0) })
    }
  }
  return groups
}

function isOrdinary(plan: SeatingPlan, seat: number, priced: ReadonlySet<string>): boolean {
  return (plan.seats.flags[seat]! & (SeatFlag.accessible | SeatFlag.companion)) === 0 && priced.has(plan.categories[plan.seats.category[seat]!]!.key)
}

function soldStanding(plan: SeatingPlan, share: number, limit: number, priced: ReadonlySet<string>, random: () => number): Party[] {
  return plan.areas.filter(area => priced.has(plan.categories[area.category]!.key)).flatMap((area) => {
    const parties: Party[] = []
    let left = Math.round(area.capacity * share)
    while (left > 0) {
      const quantity = Math.min(partySize(random), limit, left)
      parties.push({ areaKey: area.key, quantity })
      left -= quantity
    }
    return parties
  })
}

function partySize(random: () => number): number {
  const dice = random()
  return dice < 0.14 ? 1 : dice < 0.62 ? 2 : dice < 0.76 ? 3 : dice < 0.94 ? 4 : dice < 0.97 ? 5 : 6
}

import { randomFrom } from '#shared/random/seeded-random.ts'
import type { SessionToSell } from './sales.ts'
import type { Party } from './sold-places.ts'

/** So much chance is in who comes first, beside how good the places are. */
const TASTE = 0.5

/** Parties are given from the best places on. Those buy first, by and large: that is what the heat map of a hall shows. */
export function inOrderOfComing(parties: readonly Party[], random: () => number): Party[] {
  return ['seats', 'areaKey']
    .flatMap(kind => parties.filter(party => kind in party).map((party, index, all) => ({ party, turn: index / all.length + TASTE * random() })))
    .sort((a, b) => a.turn - b.turn)
    .map(({ party }) => party)
}

/**
 * When somebody comes, as a part of the time on sale, by how many parties of all came before. Even while tickets are sold; over the whole
 * of a sale there is a rush at the beginning and another one at the end, in a mixture of each session's own.
 */
export function paceOf({ key, isOver }: Pick<SessionToSell, 'key' | 'isOver'>): (part: number) => number {
  if (!isOver) return part => part
  const early = 0.25 + 0.35 * randomFrom(`${key} rush`)()
  return part => part < early ? 0.35 * (part / early) ** 1.5 : 1 - 0.65 * ((1 - part) / (1 - early)) ** 1.6
}

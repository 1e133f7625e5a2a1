import type { RankedPlaces, Stretch } from './ranked-places.ts'

/**
 * Free tables that are sold whole and together seat as many of `count` as they can, where rows have `loose` seats for the others:
 * as few tables as that takes, and the best ranked ones of those. Null: the party fits nowhere.
 */
export function wholeTables({ stretches }: RankedPlaces, free: Uint8Array, count: number, loose: number): Stretch[] | null {
  const tables = stretches.filter(({ block, isWhole }) => isWhole && block.length <= count && block.every(seat => free[seat] === 1))
  // The fewest tables for each number of chairs; a table that ranks worse never takes the place of one that ranks better.
  const fewest: (Stretch[] | undefined)[] = [[]]
  for (const table of tables) {
    for (let chairs = count; chairs >= table.block.length; chairs--) {
      const others = fewest[chairs - table.block.length]
      if (others && others.length + 1 < (fewest[chairs]?.length ?? Infinity)) fewest[chairs] = [...others, table]
    }
  }
  for (let chairs = count; chairs > 0 && count - chairs <= loose; chairs--) if (fewest[chairs]) return fewest[chairs]!
  return null
}

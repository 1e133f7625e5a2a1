import type { SeatBlocks } from './seat-blocks.ts'

/** What a search for seats knows: who is free at all, and which seats it may give. */
export interface Search {
  blocks: SeatBlocks
  ranking: Float64Array
  free: Uint8Array
  open: Uint8Array
}

/** Open seats side by side: positions `start` to `end` (exclusive) of a block. */
export interface Run { block: Int32Array, start: number, end: number }

/** All open seats, in runs as long as can be. */
export function openRuns(search: Search): Run[] {
  const runs: Run[] = []
  for (const block of search.blocks.blocks) {
    let start = -1
    for (let i = 0; i <= block.length; i++) {
      const isOpen = i < block.length && search.open[block[i]!] === 1
      if (isOpen && start < 0) start = i
      if (!isOpen && start >= 0) {
        runs.push({ block, start, end: i })
        start = -1
      }
    }
  }
  return runs
}

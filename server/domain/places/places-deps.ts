import type { ListDeps } from '#server/domain/waiting-list/index.ts'

/** What the desk of places needs: the truth, the store whose maps must show it, and whatever offers to those who wait need. */
export type PlacesDeps = ListDeps

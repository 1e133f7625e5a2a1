import type { SeatFrame, SessionStatusReply } from '#shared/api/catalogue.ts'
import { publicAreas } from './allotments/allotted-area.ts'

/**
 * What a watcher is told: what changed, or everything where that is shorter or safer; that he knows everything now, or that
 * nobody does at the moment.
 * One object for all who are told the same, so that it is put into bytes once.
 */
export type FeedMessage =
  | { kind: 'seats', version: number, body: SeatFrame }
  | { kind: 'snapshot', version: number, body: SessionStatusReply }
  | { kind: 'current', body: Record<string, never> }
  | { kind: 'paused', body: Record<string, never> }

export const CURRENT: FeedMessage = { kind: 'current', body: {} }
export const PAUSED: FeedMessage = { kind: 'paused', body: {} }

export const frameOf = (frame: SeatFrame): FeedMessage & { kind: 'seats' } => ({ kind: 'seats', version: frame.version, body: { ...frame, areas: publicAreas(frame.areas) } })
export const snapshotOf = (status: SessionStatusReply): FeedMessage & { kind: 'snapshot' } => ({ kind: 'snapshot', version: status.version, body: status })

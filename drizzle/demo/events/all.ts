import type { DemoEvent } from '../model.ts'
import { CONCERTS } from './concerts.ts'
import { SCREENS_AND_ROOMS } from './screens-and-rooms.ts'
import { STAGES } from './stages.ts'

export const EVENTS: DemoEvent[] = [...CONCERTS, ...STAGES, ...SCREENS_AND_ROOMS]

/** How the house is: whether it can sell, and which of its parts limp (docs/observing.md). */
export { type HealthDeps, type Part, lookAtParts } from './parts.ts'
export { type Backlog, readBacklog } from './backlog.ts'
export { isReady, readVersion } from './ready.ts'
export { Turns } from './turns.ts'

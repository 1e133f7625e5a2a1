/** What others may ask of seating. */
export { bestSeats, type BestSeatsWish } from '#shared/seating/best-seats.ts'
export { neighboursOf } from '#shared/seating/seat-blocks.ts'
export { seatsNear } from '#shared/seating/seats-near.ts'
export { type ImportedPlan, importPlan, type PlanImport } from './import-plan.ts'
export { type PlanFile, type PlanFormat, type PlanReading, readPlans } from './read-plans.ts'
export type { PlanChange } from './repair.ts'
export { loadEncodedPlan, loadPlan, readEncodedPlan, type StoredPlan, storePlan } from './store.ts'

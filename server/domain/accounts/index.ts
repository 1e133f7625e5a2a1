export { type AuditEntry, recordAudit } from './audit.ts'
export type { Principal, Role } from './principal.ts'
export type { RateLimiter } from './rate-limiter.ts'

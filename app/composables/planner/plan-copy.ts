import type { PlanDocument } from '#shared/seating/plan-document.ts'

export interface PlanCopy { version: number, document: PlanDocument }

/** What has not reached the server yet, kept in this browser until it has; of one person and one drawing. */
export function planCopy(personId: string, draftId: string) {
  const name = `foyer-plan-${personId}-${draftId}`
  return {
    keep(version: number, document: PlanDocument): void {
      try {
        localStorage.setItem(name, JSON.stringify({ version, document } satisfies PlanCopy))
      } catch {
        // A full or forbidden store: autosave goes on without a second net.
      }
    },
    read(): PlanCopy | null {
      try {
        return JSON.parse(localStorage.getItem(name) ?? 'null') as PlanCopy | null
      } catch {
        return null
      }
    },
    forget(): void {
      try {
        localStorage.removeItem(name)
      } catch {
        // Nothing was kept then.
      }
    }
  }
}

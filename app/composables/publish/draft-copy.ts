import type { EventDraftDocument } from '#shared/publishing/event-document.ts'

export interface DraftCopy { version: number, document: EventDraftDocument, keptAt: string }

/**
 * What has not reached the server yet, kept in this browser until it has: nothing typed is lost by a dead network or a closed
 * window. Of one person and one event; gone as soon as the server has it.
 */
export function draftCopy(personId: string, eventId: string) {
  const name = `foyer-event-${personId}-${eventId}`
  return {
    keep(version: number, document: EventDraftDocument): void {
      try {
        localStorage.setItem(name, JSON.stringify({ version, document, keptAt: new Date().toISOString() } satisfies DraftCopy))
      } catch {
        // A full or forbidden store: autosave goes on without a second net.
      }
    },
    read(): DraftCopy | null {
      try {
        return JSON.parse(localStorage.getItem(name) ?? 'null') as DraftCopy | null
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

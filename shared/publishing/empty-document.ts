import { USUAL_CHANGE_TERMS } from '#shared/refunds/change.ts'
import type { EventDraftDocument } from './event-document.ts'

/** What a new event says before anybody has said anything: nothing, with the habits of the house. */
export function emptyDocument({ currency, posterSeed }: { currency: string, posterSeed: string }): EventDraftDocument {
  const nothing = () => ({ en: '', zh: '' })
  return {
    name: nothing(), summary: nothing(), description: nothing(), organiser: nothing(),
    performers: [],
    categoryId: null,
    cover: { kind: 'poster', seed: posterSeed },
    currency,
    holdSeconds: 600,
    perPersonLimit: 6,
    changeTerms: { ...USUAL_CHANGE_TERMS },
    sessions: [], ticketTypes: [], promoCodes: []
  }
}

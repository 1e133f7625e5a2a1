import type { LocalText } from '#shared/text/local-text.ts'
import { EVENTS } from '../events/all.ts'

export const DESCRIPTIONS: Record<string, LocalText> = Object.fromEntries(EVENTS.map(e => [e.slug, e.summary]))

import type { LocalText } from '#shared/text/local-text.ts'
import { CONCERTS } from './concerts.ts'
import { EXHIBITIONS } from './exhibitions.ts'
import { FILMS } from './films.ts'
import { FORUMS } from './forums.ts'
import { MUSICALS_AND_DANCE } from './musicals-and-dance.ts'
import { PLAYS_AND_OPERA } from './plays-and-opera.ts'

/** The long texts by slug of the event, in Markdown. */
export const DESCRIPTIONS: Record<string, LocalText> = { ...CONCERTS, ...PLAYS_AND_OPERA, ...MUSICALS_AND_DANCE, ...FILMS, ...FORUMS, ...EXHIBITIONS }

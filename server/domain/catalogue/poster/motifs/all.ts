import type { Motif } from '../canvas.ts'
import { bridge, lounge, nightTrain, rain, rooftops, teapot } from './city.ts'
import { bloom, contours, letters, mountains, papercut, pigments } from './ink-and-paper.ts'
import { abacus, circuit, halftone, pitch, ripples, scales, strings, swiss, tiles, wings } from './pattern.ts'
import { aurora, clouds, fog, moon, planet, rays, snow, waves } from './sea-and-sky.ts'
import { dial, kite, lanterns, noodles, spotlights, tumble, umbrellas } from './stage.ts'

/** Every motif by the name that a seed may ask for. */
export const MOTIFS: Record<string, Motif> = {
  abacus, aurora, bloom, bridge, circuit, clouds, contours, dial, fog, halftone, kite, lanterns, letters, lounge, moon, mountains,
  'night-train': nightTrain, noodles, papercut, pigments, pitch, planet, rain, rays, ripples, rooftops, scales, snow, spotlights,
  strings, swiss, teapot, tiles, tumble, umbrellas, waves, wings
}

/** Which motifs suit a category where the seed names none. */
const BY_CATEGORY: Record<string, string[]> = {
  pop: ['waves', 'rooftops', 'halftone', 'night-train', 'spotlights', 'papercut'],
  classical: ['strings', 'letters', 'rays', 'moon', 'bloom'],
  jazz: ['teapot', 'bridge', 'halftone', 'strings', 'swiss'],
  electronic: ['rain', 'aurora', 'halftone', 'ripples', 'circuit'],
  plays: ['dial', 'umbrellas', 'fog', 'spotlights', 'papercut', 'snow'],
  musicals: ['kite', 'noodles', 'papercut', 'spotlights', 'lanterns'],
  dance: ['mountains', 'tumble', 'bloom', 'ripples', 'pigments'],
  opera: ['moon', 'bloom', 'lanterns', 'papercut', 'rays'],
  films: ['contours', 'snow', 'planet', 'night-train', 'lounge', 'moon', 'fog'],
  tech: ['circuit', 'tiles', 'swiss', 'halftone'],
  business: ['abacus', 'swiss', 'tiles'],
  art: ['pigments', 'ripples', 'tiles', 'halftone', 'contours'],
  science: ['clouds', 'wings', 'planet', 'scales', 'circuit'],
  sport: ['pitch', 'halftone', 'swiss']
}
const ANY = ['swiss', 'halftone', 'papercut', 'tiles', 'spotlights', 'ripples', 'waves', 'pigments']

/** The names of the motifs that suit a category. */
export function motifsFor(categorySlug: string): string[] {
  return BY_CATEGORY[categorySlug] ?? ANY
}

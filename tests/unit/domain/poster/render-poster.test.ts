import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CATEGORIES } from '#drizzle/demo/categories.ts'
import { EVENTS } from '#drizzle/demo/events/all.ts'
import { POSTER_SHAPES, type PosterFacts, renderPoster } from '#server/domain/catalogue/poster/index.ts'
import { MOTIFS, motifsFor } from '#server/domain/catalogue/poster/motifs/all.ts'
import { widthOf } from '#server/domain/catalogue/poster/typesetting.ts'
import { LOCALES } from '#shared/text/local-text.ts'

const facts: PosterFacts = {
  seed: 'waves:a', name: { en: 'A Night by the Sea', zh: '海边一夜' }, category: { slug: 'pop', name: { en: 'Pop', zh: '流行' } },
  venue: { en: 'Lantern Theatre', zh: '灯影剧院' }, city: { en: 'Hangzhou', zh: '杭州' }, firstDay: new Date('2026-12-05T11:30:00Z'), lastDay: new Date('2026-12-06T11:30:00Z'), timeZone: 'Asia/Shanghai'
}
const looks = LOCALES.flatMap(locale => POSTER_SHAPES.map(shape => ({ locale, shape })))

/** Every tag opened is closed, every attribute is quoted, nothing else looks like a tag: enough of XML for what we write. */
function isWellFormed(svg: string): boolean {
  const open: string[] = []
  for (const [, closing, name, , selfClosing] of svg.matchAll(/<(\/?)([a-zA-Z]+)((?:\s[a-zA-Z0-9:-]+="[^"<]*")*)(\/?)>/g)) {
    if (!closing && !selfClosing) open.push(name!)
    if (closing && open.pop() !== name) return false
  }
  const rest = svg.replace(/<(\/?)([a-zA-Z]+)((?:\s[a-zA-Z0-9:-]+="[^"<]*")*)(\/?)>/g, '')
  return open.length === 0 && !/[<>]/.test(rest) && !/&(?!(?:amp|lt|gt|quot|#39);)/.test(svg)
}

describe('a generated poster', () => {
  it.each(Object.keys(MOTIFS))('draws %s in every shape, language and palette', (motif) => {
    for (const look of looks) {
      for (const palette of [0, 1, 2]) {
        const svg = renderPoster({ ...facts, seed: `${motif}/${palette}:x` }, look)
        expect(isWellFormed(svg)).toBe(true)
        expect(svg).not.toMatch(/NaN|undefined|Infinity/)
        expect(svg.length).toBeLessThan(60_000)
      }
    }
  })

  it('is the same text for the same facts', () => {
    for (const look of looks) expect(renderPoster(facts, look)).toBe(renderPoster(structuredClone(facts), look))
  })

  it('says when and where, in the reader\'s language and the venue\'s zone', () => {
    const zh = renderPoster(facts, { locale: 'zh', shape: 'portrait' })
    expect(zh).toContain('12月5日 – 12月6日')
    expect(zh).toContain('灯影剧院 · 杭州')
    expect(renderPoster({ ...facts, lastDay: facts.firstDay }, { locale: 'en', shape: 'square' })).toContain('Sat 5 Dec')
  })

  it('keeps names of any length beside its edges, and off the picture above them', () => {
    const long = { en: 'The Extraordinarily Long and Winding Tale of the Lighthouse Keeper Who Counted Every Single Ship Twice', zh: '那位把每一艘经过的船都数了两遍的守塔人以及他漫长而曲折的非同寻常的海上夜话全本连演' }
    for (const name of [long, { en: `Sea: ${long.en}`, zh: `海：${long.zh}` }]) {
      for (const look of looks) {
        const svg = renderPoster({ ...facts, name }, look)
        const [, w, h] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number)
        for (const [, x, y, size, text] of svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)" font-size="([\d.]+)"[^>]*>([^<]*)</g)) {
          expect(Number(x) + widthOf(text!) * Number(size), text).toBeLessThanOrEqual(w!)
          expect(Number(y), text).toBeGreaterThan(look.shape === 'landscape' ? 0 : h! * 0.58)
        }
      }
    }
  })

  it('reaches for nothing outside itself', () => {
    for (const motif of Object.keys(MOTIFS)) {
      const svg = renderPoster({ ...facts, seed: `${motif}:x` }, { locale: 'en', shape: 'landscape' })
      expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|<script|<image|<foreignObject|@import|\bon[a-z]+=/i)
    }
  })

  it('keeps whatever people write inert (V-11)', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 120 }), fc.string({ maxLength: 40 }), (name, seed) => {
      const svg = renderPoster({ ...facts, seed, name: { en: `${name}<script>"'&`, zh: name }, venue: { en: name, zh: name } }, { locale: 'en', shape: 'portrait' })
      expect(isWellFormed(svg)).toBe(true)
      expect(svg).not.toContain('<script')
    }), { numRuns: 200 })
  })

  it('chooses a motif that suits the category, and one for categories it has never heard of', () => {
    expect(motifsFor('opera')).toContain('moon')
    for (const slug of [...CATEGORIES.map(category => category.slug), 'underwater-chess']) expect(motifsFor(slug).every(name => Object.hasOwn(MOTIFS, name))).toBe(true)
    expect(renderPoster({ ...facts, seed: 'constructor:x' }, { locale: 'en', shape: 'square' })).toContain('<svg')
  })

  it('differs for every event of the demo', () => {
    const drawings = EVENTS.map(event => renderPoster({ ...facts, seed: `${event.motif}:${event.slug}` }, { locale: 'en', shape: 'portrait' }))
    expect(new Set(drawings).size).toBe(EVENTS.length)
    expect(EVENTS.every(event => Object.hasOwn(MOTIFS, event.motif.split('/')[0]!))).toBe(true)
  })
})

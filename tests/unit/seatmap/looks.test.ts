import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { operaHouse } from '#drizzle/demo/halls/opera-house.ts'
import { stadium } from '#drizzle/demo/halls/stadium.ts'
import { theatre } from '#drizzle/demo/halls/theatre.ts'
import { contrast, inkOn, parseColour } from '../../../app/seatmap/colour.ts'
import { convexHull, innerPoint, isInside, widthAround } from '../../../app/seatmap/geometry.ts'
import { paletteOf } from '../../../app/seatmap/palette.ts'
import { seatPitch, sectionFacts } from '../../../app/seatmap/section-facts.ts'

describe('the look of a hall', () => {
  it.each([theatre, operaHouse, stadium])('draws every seat of %o into a band of its own category', (hall) => {
    const plan = hall()
    for (const [index, facts] of sectionFacts(plan, seatPitch(plan)).entries()) {
      const rows = plan.rows.filter(row => row.section === index)
      const categories = new Set(rows.flatMap(row => [...plan.seats.category.subarray(row.firstSeat, row.firstSeat + row.seatCount)]))
      expect(new Set(facts.ribbons.map(ribbon => ribbon.category))).toEqual(categories)
      expect(facts.categories.length).toBe(categories.size)
    }
  })

  it.each([theatre, operaHouse, stadium])('puts the name of a section of %o inside its outline', (hall) => {
    const plan = hall()
    const facts = sectionFacts(plan, seatPitch(plan))
    plan.sections.forEach((section, index) => {
      if (section.outline) expect(isInside(section.outline, facts[index]!.anchor.x, facts[index]!.anchor.y)).toBe(true)
    })
  })

  it('stands out from the page by 3 to 1 in light and dark (WCAG 1.4.11)', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 0xffffff }), fc.constantFrom('light' as const, 'dark' as const), (value, theme) => {
      const color = `#${value.toString(16).padStart(6, '0')}`
      const plan = { ...theatre(), categories: [{ key: 'a', name: { en: 'A', zh: '甲' }, color }] }
      const palette = paletteOf(plan, theme, color)
      expect(contrast(palette.categories[0]!, palette.ground)).toBeGreaterThanOrEqual(3)
      expect(contrast(palette.accent, palette.ground)).toBeGreaterThanOrEqual(3)
    }), { numRuns: 60 })
  })

  it('writes on every colour so that it can be read (WCAG 1.4.3)', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
      const colour = parseColour(`#${value.toString(16).padStart(6, '0')}`)
      expect(contrast(inkOn(colour), colour)).toBeGreaterThanOrEqual(4.3)
    }))
  })

  it('finds a place for words in a horseshoe', () => {
    const shoe = [[0, 0], [10, 0], [10, 80], [90, 80], [90, 0], [100, 0], [100, 100], [0, 100]].map(([x, y]) => ({ x: x!, y: y! }))
    const at = innerPoint(shoe)
    expect(isInside(shoe, at.x, at.y)).toBe(true)
    expect(at.y).toBeGreaterThan(80)
    expect(widthAround(shoe, { x: 50, y: 90 }, 10)).toBeCloseTo(100)
    expect(widthAround(shoe, { x: 50, y: 40 }, 10)).toBe(0)
  })

  it('draws a hull around points', () => {
    const hull = convexHull([[0, 0], [4, 0], [4, 4], [0, 4], [2, 2], [2, 0]].map(([x, y]) => ({ x: x!, y: y! })))
    expect(hull).toHaveLength(4)
  })
})

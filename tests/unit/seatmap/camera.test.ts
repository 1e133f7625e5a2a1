import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { between, fit, keepOver, panBy, toPlan, toScreen, visibleBounds, zoomAbout } from '../../../app/seatmap/camera.ts'

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const camera = fc.record({ x: number(-1e5, 1e5), y: number(-1e5, 1e5), scale: number(0.01, 20) })
const viewport = fc.record({ width: fc.integer({ min: 50, max: 4000 }), height: fc.integer({ min: 50, max: 4000 }) })
const point = fc.record({ x: number(-4000, 4000), y: number(-4000, 4000) })
const open = { min: 0, max: Infinity }

describe('the camera of the seat map', () => {
  it('finds the way back from the screen to the plan', () => {
    fc.assert(fc.property(camera, viewport, point, (c, v, p) => {
      const back = toScreen(c, v, toPlan(c, v, p))
      expect(back.x).toBeCloseTo(p.x, 3)
      expect(back.y).toBeCloseTo(p.y, 3)
    }))
  })

  it('keeps what is under the cursor under the cursor while zooming', () => {
    fc.assert(fc.property(camera, viewport, point, number(0.2, 5), (c, v, p, factor) => {
      const before = toPlan(c, v, p)
      const after = toScreen(zoomAbout(c, v, p, factor, open), v, before)
      expect(after.x).toBeCloseTo(p.x, 3)
      expect(after.y).toBeCloseTo(p.y, 3)
    }))
  })

  it('keeps the point still at the limits of the zoom, and never passes them', () => {
    fc.assert(fc.property(camera, viewport, point, number(0.01, 100), (c, v, p, factor) => {
      const limits = { min: c.scale * 0.8, max: c.scale * 1.3 }
      const zoomed = zoomAbout(c, v, p, factor, limits)
      expect(zoomed.scale).toBeGreaterThanOrEqual(limits.min)
      expect(zoomed.scale).toBeLessThanOrEqual(limits.max)
      expect(toScreen(zoomed, v, toPlan(c, v, p)).x).toBeCloseTo(p.x, 3)
    }))
  })

  it('shows the whole hall, whatever its shape and the size of the screen', () => {
    const box = fc.tuple(number(-1e4, 1e4), number(-1e4, 1e4), number(1, 1e5), number(1, 1e5))
      .map(([left, top, width, height]) => ({ left, top, right: left + width, bottom: top + height }))
    fc.assert(fc.property(box, viewport, (b, v) => {
      const seen = visibleBounds(fit(b, v, 20), v)
      const rounding = 1e-6 * Math.max(b.right - b.left, b.bottom - b.top)
      expect(seen.left).toBeLessThanOrEqual(b.left + rounding)
      expect(seen.top).toBeLessThanOrEqual(b.top + rounding)
      expect(seen.right).toBeGreaterThanOrEqual(b.right - rounding)
      expect(seen.bottom).toBeGreaterThanOrEqual(b.bottom - rounding)
    }))
  })

  it('moves the hall with the finger', () => {
    fc.assert(fc.property(camera, viewport, point, number(-500, 500), number(-500, 500), (c, v, p, dx, dy) => {
      const moved = toScreen(panBy(c, dx, dy), v, toPlan(c, v, p))
      expect(moved.x).toBeCloseTo(p.x + dx, 3)
      expect(moved.y).toBeCloseTo(p.y + dy, 3)
    }))
  })

  it('cannot lose the hall', () => {
    const box = { left: 0, top: 0, right: 100, bottom: 50 }
    expect(keepOver({ x: 900, y: -10, scale: 2 }, box)).toEqual({ x: 100, y: 0, scale: 2 })
    expect(keepOver({ x: 40, y: 20, scale: 2 }, box)).toEqual({ x: 40, y: 20, scale: 2 })
  })

  it('flies from one view to another and arrives', () => {
    fc.assert(fc.property(camera, camera, (from, to) => {
      const start = between(from, to, 0)
      const end = between(from, to, 1)
      expect(start.x).toBeCloseTo(from.x, 3)
      expect(start.scale).toBeCloseTo(from.scale, 6)
      expect(end.y).toBeCloseTo(to.y, 3)
      expect(end.scale).toBeCloseTo(to.scale, 6)
    }))
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toScreen, visibleBounds } from '../../../app/seatmap/camera.ts'
import { NEAREST_PITCH, TOUCH_PITCH } from '../../../app/seatmap/detail.ts'
import { frameOf } from '../../../app/seatmap/minimap.ts'
import { Pilot } from '../../../app/seatmap/pilot.ts'

const HALL = { left: 0, top: 0, right: 20_000, bottom: 12_000 }
const PITCH = 50

function pilotOver({ isStill = true, width = 800, height = 600 } = {}): Pilot {
  const pilot = new Pilot(HALL, PITCH, isStill)
  pilot.resize({ width, height })
  return pilot
}

const within = (value: number, [low, high]: [number, number]) => expect(value >= low - 1e-6 && value <= high + 1e-6, `${value} within ${low} and ${high}`).toBe(true)

describe('steering over a hall', () => {
  it('shows the whole hall first, and still after the window has changed', () => {
    const pilot = pilotOver()
    const seen = visibleBounds(pilot.camera, pilot.viewport)
    expect(seen.left).toBeLessThanOrEqual(0)
    expect(seen.right).toBeGreaterThanOrEqual(HALL.right)
    pilot.resize({ width: 390, height: 700 })
    expect(pilot.camera).toEqual(pilot.home)
  })

  it('keeps what somebody chose to see when the window changes', () => {
    const pilot = pilotOver()
    pilot.flyCloser(4)
    const chosen = pilot.camera
    pilot.resize({ width: 390, height: 700 })
    expect(pilot.camera).toEqual(chosen)
  })

  it('loses neither the hall nor the limits of the zoom, whatever the hands do', () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('pan' as const), a: fc.integer({ min: -2000, max: 2000 }), b: fc.integer({ min: -2000, max: 2000 }) }),
      fc.record({ kind: fc.constant('zoom' as const), a: fc.integer({ min: 0, max: 800 }), b: fc.integer({ min: 1, max: 400 }) }),
      fc.record({ kind: fc.constant('closer' as const), a: fc.integer({ min: 1, max: 400 }), b: fc.constant(0) }),
      fc.record({ kind: fc.constant('reveal' as const), a: fc.integer({ min: 0, max: 20_000 }), b: fc.integer({ min: 0, max: 12_000 }) })
    )
    fc.assert(fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
      const pilot = pilotOver()
      for (const { kind, a, b } of acts) {
        if (kind === 'pan') pilot.pan(a, b)
        else if (kind === 'zoom') pilot.zoom({ x: a, y: 300 }, b / 100)
        else if (kind === 'closer') pilot.flyCloser(a / 100)
        else pilot.reveal({ x: a, y: b })
        within(pilot.camera.x, [HALL.left, HALL.right])
        within(pilot.camera.y, [HALL.top, HALL.bottom])
        within(pilot.camera.scale, [pilot.limits.min, pilot.limits.max])
      }
    }))
    expect(pilotOver().limits.max * PITCH).toBe(NEAREST_PITCH)
  })

  it('brings a seat so near that a finger can choose it', () => {
    const pilot = pilotOver({ width: 390, height: 600 })
    pilot.reveal({ x: 19_900, y: 100 })
    expect(pilot.camera.scale * PITCH).toBeGreaterThanOrEqual(TOUCH_PITCH)
    const at = toScreen(pilot.camera, pilot.viewport, { x: 19_900, y: 100 })
    within(at.x, [0, 390])
    within(at.y, [0, 600])
    // What is well in view is left where it is.
    const before = pilot.camera
    pilot.reveal({ x: 19_880, y: 120 })
    expect(pilot.camera).toEqual(before)
  })

  it('flings on as fast as the finger was, slows down, and not at all for those who want less movement', () => {
    const pilot = pilotOver({ isStill: false })
    pilot.moveTo({ x: 10_000, y: 6_000, scale: 0.4 })
    const start = performance.now()
    pilot.fling(-1, 0)
    const places = [0, 10, 20, 350, 710, 1500].map((ms) => {
      pilot.advance(start + ms)
      return pilot.camera.x
    })
    // One CSS pixel a millisecond is 2.5 plan units here.
    within((places[2]! - places[1]!) / 10, [1.9, 2.6])
    expect(places[3]! - places[2]!).toBeGreaterThan(places[4]! - places[3]!)
    expect(places[5]).toBe(places[4])
    const still = pilotOver()
    still.moveTo({ x: 10_000, y: 6_000, scale: 0.4 })
    still.fling(-1, 0)
    expect(still.camera.x).toBe(10_000)
  })

  it('frames on the small map what the large one shows, never outside of it and never too small to be seen', () => {
    const view = { camera: { x: 10_000, y: 6_000, scale: 0.008 }, viewport: { width: 190, height: 130 }, ratio: 2 }
    const place = fc.record({ x: fc.integer({ min: 0, max: 20_000 }), y: fc.integer({ min: 0, max: 12_000 }), scale: fc.double({ min: 0.01, max: 2, noNaN: true }) })
    fc.assert(fc.property(place, (camera) => {
      const seen = visibleBounds(camera, { width: 1000, height: 700 })
      const frame = frameOf(seen, view)
      within(frame.left, [0, 182])
      within(frame.right, [frame.left + 8, 190])
      within(frame.top, [0, 122])
      within(frame.bottom, [frame.top + 8, 130])
      const middle = toScreen(view.camera, view.viewport, camera)
      within(middle.x, [frame.left - 1, frame.right + 1])
      within(middle.y, [frame.top - 1, frame.bottom + 1])
    }))
  })
})

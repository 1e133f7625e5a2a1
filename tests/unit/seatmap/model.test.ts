import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arena } from '#drizzle/demo/halls/arena.ts'
import { theatre } from '#drizzle/demo/halls/theatre.ts'
import { club } from '#drizzle/demo/halls/club.ts'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import { Choice, SeatMapModel } from '../../../app/seatmap/model.ts'
import { countRowsWithRoom, groupByLevel, rowsWithRoom } from '../../../app/seatmap/seat-runs.ts'
import { nextStand, seatToEnter, stepFrom } from '../../../app/seatmap/seat-steps.ts'
import { hallOf, straightHall } from './small-halls.ts'

const place = fc.record({ x: fc.integer({ min: -3000, max: 3000 }), y: fc.integer({ min: -3000, max: 3000 }) })

describe('finding the seat under a finger', () => {
  it('finds the same seat as looking at every single one', () => {
    const rows = fc.array(fc.array(place, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 12 })
    fc.assert(fc.property(rows, place, fc.integer({ min: 0, max: 900 }), (hall, at, reach) => {
      const plan = hallOf(hall)
      let best = -1
      let bestSquare = Infinity
      for (let seat = 0; seat < plan.seats.label.length; seat++) {
        const square = (plan.seats.x[seat]! - at.x) ** 2 + (plan.seats.y[seat]! - at.y) ** 2
        if (square <= reach * reach && square < bestSquare) {
          best = seat
          bestSquare = square
        }
      }
      expect(new SeatMapModel(plan).grid.nearest(at.x, at.y, reach)).toBe(best)
    }))
  })

  it('finds every seat of a real theatre at its own place, and its section beside the seats', () => {
    const plan = theatre()
    const model = new SeatMapModel(plan)
    for (let seat = 0; seat < model.seatCount; seat++) {
      expect(model.targetAt({ x: plan.seats.x[seat]!, y: plan.seats.y[seat]! }, model.pitch / 2)).toEqual({ kind: 'seat', seat })
    }
    const { x, y } = { x: plan.seats.x[0]!, y: plan.seats.y[0]! }
    expect(model.targetAt({ x: x + model.pitch / 2, y }, 1)).toEqual({ kind: 'section', section: 0 })
    expect(model.targetAt({ x: 1e6, y: 1e6 }, 10)).toBeNull()
  })

  it('finds a standing area', () => {
    const plan = club()
    const model = new SeatMapModel(plan)
    plan.areas.forEach((_, area) => expect(model.targetAt(model.areaAnchors[area]!, 0)).toEqual({ kind: 'area', area }))
  })
})

describe('what is kept from the public', () => {
  it('is free to whoever it was opened to, as long as nobody has it, and is counted', () => {
    const model = new SeatMapModel(straightHall(1, 6))
    model.setOpened({ seats: [1, 2, 3], areas: new Map() })
    expect(model.isOpen(1)).toBe(false)
    model.setStatus(Uint8Array.from([0, 3, 3, 2, 3, 0]), {}, 1)
    expect([...model.status]).toEqual([0, 0, 0, 2, 3, 0])
    expect([0, 1, 2, 3, 4].map(seat => model.isOpened(seat))).toEqual([false, true, true, false, false])
    expect(model.freeInSection[0]).toBe(4)
    model.applyFrame({ version: 2, seats: [[1, SeatStatus.held], [4, SeatStatus.free]], areas: {} })
    expect([...model.status]).toEqual([0, 1, 0, 2, 0, 0])
    model.setOpened({ seats: [], areas: new Map() })
    expect([...model.status]).toEqual([0, 1, 3, 2, 0, 0])
    expect(model.freeInSection[0]).toBe(3)
  })

  it('adds to the standing places of its area', () => {
    const model = new SeatMapModel(club())
    const { key } = model.plan.areas[0]!
    model.setOpened({ seats: [], areas: new Map([[key, 5]]) })
    model.setStatus(new Uint8Array(model.seatCount), { [key]: { free: 10, capacity: 20 } }, 1)
    expect(model.areaStock.get(key)).toEqual({ free: 15, capacity: 25 })
    model.applyFrame({ version: 2, seats: [], areas: { [key]: { free: 0, capacity: 20 } } })
    expect(model.areaStock.get(key)!.free).toBe(5)
  })
})

describe('following the sale', () => {
  it('offers nothing before the status is known', () => {
    const model = new SeatMapModel(straightHall(2, 3))
    expect(model.isOpen(0)).toBe(false)
    expect(model.applyFrame({ version: 1, seats: [[0, SeatStatus.free]], areas: {} })).toBe(false)
  })

  it('counts what is free in each section and category, whatever comes in', () => {
    const plan = straightHall(6, 8)
    const change = fc.tuple(fc.nat(47), fc.integer({ min: 0, max: 3 }))
    fc.assert(fc.property(fc.array(fc.array(change, { maxLength: 20 }), { maxLength: 10 }), (frames) => {
      const model = new SeatMapModel(plan)
      const expected = new Uint8Array(48)
      model.setStatus(expected, {}, 1)
      frames.forEach((seats, index) => {
        expect(model.applyFrame({ version: index + 2, seats, areas: {} })).toBe(true)
        for (const [seat, status] of seats) expected[seat] = status
      })
      expect(model.status).toEqual(expected)
      const free = (of: (seat: number) => boolean) => expected.reduce((sum, status, seat) => sum + (status === SeatStatus.free && of(seat) ? 1 : 0), 0)
      plan.sections.forEach((_, section) => expect(model.freeInSection[section]).toBe(free(seat => model.sectionOf[seat] === section)))
      plan.categories.forEach((_, category) => expect(model.freeInCategory[category]).toBe(free(seat => plan.seats.category[seat] === category)))
    }))
  })

  it('takes a frame once, never one that is older than the snapshot, and every snapshot of its own hall (F-03)', () => {
    const model = new SeatMapModel(straightHall(1, 4))
    model.setStatus(new Uint8Array(4), {}, 7)
    expect(model.applyFrame({ version: 7, seats: [[0, SeatStatus.sold]], areas: {} })).toBe(false)
    expect(model.status[0]).toBe(SeatStatus.free)
    expect(model.applyFrame({ version: 9, seats: [[0, SeatStatus.sold], [99, SeatStatus.sold]], areas: {} })).toBe(true)
    expect(model.applyFrame({ version: 8, seats: [[0, SeatStatus.free]], areas: {} })).toBe(false)
    expect(model.status[0]).toBe(SeatStatus.sold)
    expect(model.setStatus(new Uint8Array(5), {}, 10)).toBe(false)
    // A store that lost its memory counts its versions anew.
    expect(model.setStatus(new Uint8Array(4), {}, 1)).toBe(true)
    expect(model.status[0]).toBe(SeatStatus.free)
    expect(model.applyFrame({ version: 2, seats: [[1, SeatStatus.held]], areas: {} })).toBe(true)
  })

  it('knows the places left of a standing area', () => {
    const plan = club()
    const model = new SeatMapModel(plan)
    const area = plan.areas[0]!
    model.setStatus(new Uint8Array(model.seatCount), { [area.key]: { free: 12, capacity: area.capacity } }, 1)
    model.applyFrame({ version: 2, seats: [], areas: { [area.key]: { free: 9, capacity: area.capacity } } })
    expect(model.areaStock.get(area.key)).toEqual({ free: 9, capacity: area.capacity })
    expect(model.freeInCategory[area.category]).toBe(9)
  })

  it('lets the visitor give back his own seat although others see it as held', () => {
    const model = new SeatMapModel(straightHall(1, 4))
    model.setStatus(Uint8Array.of(1, 1, 2, 0), {}, 1)
    model.setSelection([0], [3])
    expect([0, 1, 2, 3].map(seat => model.isOpen(seat))).toEqual([true, false, false, true])
    expect([...model.choice]).toEqual([Choice.mine, Choice.none, Choice.none, Choice.choosing])
    model.setSelection([])
    expect(model.isOpen(0)).toBe(false)
  })
})

describe('moving by arrow keys', () => {
  it('follows rows and columns, crosses aisles and stops at the walls', () => {
    const rows = [0, 90].map(y => [0, 50, 100, 400, 450].map(x => ({ x, y })))
    const model = new SeatMapModel(hallOf(rows))
    expect(stepFrom(model, 0, 'right')).toBe(1)
    expect(stepFrom(model, 2, 'right')).toBe(3)
    expect(stepFrom(model, 3, 'left')).toBe(2)
    expect(stepFrom(model, 3, 'down')).toBe(8)
    expect(stepFrom(model, 8, 'up')).toBe(3)
    expect(stepFrom(model, 4, 'right')).toBe(-1)
    expect(stepFrom(model, 0, 'up')).toBe(-1)
  })

  it('reaches every seat of a real theatre', () => {
    const model = new SeatMapModel(theatre())
    const reached = new Set([0])
    const queue = [0]
    for (let seat = queue.pop(); seat !== undefined; seat = queue.pop()) {
      for (const direction of ['left', 'right', 'up', 'down'] as const) {
        const next = stepFrom(model, seat, direction)
        if (next < 0 || reached.has(next)) continue
        reached.add(next)
        queue.push(next)
      }
    }
    expect(reached.size).toBe(model.seatCount)
  })
})

describe('walking a hall by keyboard', () => {
  const middle = { x: 0, y: 0 }

  it('steps from section to section from far out, and sets foot on a free seat that matches when it goes in', () => {
    // Two sections above each other, two rows each; rows change the price.
    const model = new SeatMapModel(straightHall(4, 6))
    model.setStatus(Uint8Array.of(...new Array(12).fill(SeatStatus.free), ...new Array(12).fill(SeatStatus.sold)), {}, 1)
    const first = nextStand(model, null, 'down', true, middle)
    expect(first).toEqual({ kind: 'section', section: 0 })
    expect(nextStand(model, first, 'down', true, middle)).toEqual({ kind: 'section', section: 1 })
    expect(nextStand(model, first, 'up', true, middle)).toBeNull()
    expect(model.isOpen(seatToEnter(model, 0))).toBe(true)
    model.setFilter({ zones: ['b'], wishes: [] })
    expect(model.rowOf[seatToEnter(model, 0)]).toBe(1)
    // Nothing is free there: still a place to stand.
    expect(model.sectionOf[seatToEnter(model, 1)]).toBe(1)
  })

  it('knows where it was when the view goes in and out', () => {
    const model = new SeatMapModel(straightHall(4, 6))
    model.setStatus(new Uint8Array(24), {}, 1)
    expect(nextStand(model, { kind: 'seat', seat: 14 }, 'left', true, middle)).toEqual({ kind: 'section', section: 1 })
    expect(nextStand(model, { kind: 'section', section: 1 }, 'left', false, middle)).toEqual({ kind: 'seat', seat: seatToEnter(model, 1) })
    expect(nextStand(model, { kind: 'seat', seat: 14 }, 'left', false, middle)).toEqual({ kind: 'seat', seat: 13 })
    expect(nextStand(model, null, 'left', false, middle)).toEqual({ kind: 'seat', seat: 0 })
  })

  it('reaches every block of an arena', () => {
    const model = new SeatMapModel(arena())
    const reached = new Set<number>()
    const queue = [nextStand(model, null, 'up', true, middle)]
    for (let stand = queue.pop(); stand; stand = queue.pop()) {
      if (stand.kind !== 'section' || reached.has(stand.section)) continue
      reached.add(stand.section)
      for (const direction of ['left', 'right', 'up', 'down'] as const) queue.push(...[nextStand(model, stand, direction, true, middle)].filter(next => next !== null))
    }
    expect(reached.size).toBe(model.sections.filter(section => section.seatCount > 0).length)
  })
})

describe('the list of seats', () => {
  it('offers rows where the whole party sits together, without crossing an aisle', () => {
    const model = new SeatMapModel(hallOf([[0, 50, 100, 300, 350].map(x => ({ x, y: 0 })), [0, 50, 100, 150, 200].map(x => ({ x, y: 90 }))]))
    model.setStatus(Uint8Array.of(0, 0, 0, 0, 0, 0, 2, 0, 0, 0), {}, 1)
    expect(rowsWithRoom(model, 0, 3)).toEqual([{ row: 0, seats: [0, 1, 2] }, { row: 1, seats: [7, 8, 9] }])
    expect(rowsWithRoom(model, 0, 4)).toEqual([])
    expect([1, 2, 3, 4].map(party => countRowsWithRoom(model, 0, party))).toEqual([2, 2, 2, 0])
    model.setFilter({ zones: ['b'], wishes: [] })
    expect(rowsWithRoom(model, 0, 1)).toEqual([{ row: 1, seats: [5, 7, 8, 9] }])
    // An own seat is room, although others see it as held.
    model.applyFrame({ version: 2, seats: [[8, SeatStatus.held]], areas: {} })
    model.setSelection([8])
    expect(rowsWithRoom(model, 0, 3)).toEqual([{ row: 1, seats: [7, 8, 9] }])
  })

  it('seats a party around one table together', () => {
    const plan = hallOf([[0, 200, 400].map(x => ({ x, y: 0 })), [0, 50, 100].map(x => ({ x, y: 90 }))])
    const model = new SeatMapModel({ ...plan, tables: [{ row: 0, form: 'round', at: { x: 200, y: 0 }, width: 150, height: 150, rotation: 0, soldAs: 'chair' }] })
    model.setStatus(new Uint8Array(6), {}, 1)
    expect(countRowsWithRoom(model, 0, 3)).toBe(2)
  })

  it('lists sections under their floor or tier', () => {
    expect(groupByLevel(theatre()).map(level => [level.name.en, level.sections])).toEqual([['Stalls', [0, 1, 2]], ['Circle', [3, 4, 5]]])
  })
})

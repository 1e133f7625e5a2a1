import { describe, expect, it } from 'vitest'
import { club } from '#drizzle/demo/halls/club.ts'
import type { SessionPlacesReply } from '#shared/api/session-places.ts'
import { newId } from '#shared/ids/id.ts'
import { divisionByArea, divisionByZone, sumOf } from '../../../../app/composables/places/division.ts'
import { seatsInRows } from '../../../../app/composables/places/seats-in-rows.ts'
import { SeatMapModel } from '../../../../app/seatmap/model.ts'
import { straightHall } from '../../seatmap/small-halls.ts'

const nothing: SessionPlacesReply = { sessionId: newId(), allotments: [], formerGuests: [], offSale: [], areas: [] }

describe('how the places of a session are divided', () => {
  it('counts each seat once, kept ones as kept whatever the map shows of them', () => {
    const model = new SeatMapModel(straightHall(2, 4))
    model.setStatus(Uint8Array.from([0, 1, 2, 3, 3, 3, 0, 2]), {}, 1)
    model.setOpened({ seats: [3, 4], areas: new Map() })
    const [all] = [sumOf(divisionByZone(model, nothing))]
    expect(all).toEqual({ all: 8, sold: 2, asked: 1, kept: 3, free: 2 })
    expect(sumOf(divisionByArea(model, nothing))).toEqual(all)
  })

  it('tells of a standing area what is being chosen in it, which only the map knows', () => {
    const model = new SeatMapModel(club())
    const areas = model.plan.areas.map(({ key, name }, index) => ({ areaKey: key, name, planCapacity: 100, capacity: 120, sold: 30, pending: 4, kept: index === 0 ? 10 : 0 }))
    model.setStatus(new Uint8Array(model.seatCount), Object.fromEntries(areas.map(({ areaKey, kept }) => [areaKey, { capacity: 120 - kept, free: 70 }])), 1)
    const [first] = divisionByArea(model, { ...nothing, areas }).filter(part => part.key.startsWith('area'))
    expect(first).toMatchObject({ all: 120, sold: 30, kept: 10, free: 70, asked: 10 })
  })
})

describe('seats in words', () => {
  it('says neighbours as a stretch, a row a line', () => {
    const model = new SeatMapModel(straightHall(2, 6))
    expect(seatsInRows(model, [7, 0, 1, 2, 4, 6]).map(({ row, seats, count }) => [row, seats, count])).toEqual([['1', '1–3, 5', 4], ['2', '1–2', 2]])
  })
})

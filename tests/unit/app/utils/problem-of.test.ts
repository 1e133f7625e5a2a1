import { describe, expect, it } from 'vitest'
import { describeProblem } from '#shared/errors/problem.ts'
import { clock } from '../../../../app/utils/clock.ts'
import { placeName } from '../../../../app/utils/place-name.ts'
import { problemOf } from '../../../../app/utils/problem-of.ts'

const t = (key: string) => key

describe('a refusal as a page shows it', () => {
  it('is what the server said, with its sentence and its data', () => {
    const data = describeProblem('seat-taken', { seatNames: ['Stalls F 12'] }, 'en', '/api/orders/create', 'r-1')
    expect(problemOf({ statusCode: 409, data }, t)).toMatchObject({ code: 'seat-taken', status: 409, title: 'Somebody was faster', requestId: 'r-1', data: { seatNames: ['Stalls F 12'] } })
  })

  it('says that the server was not reached where nothing came back', () => {
    expect(problemOf(new TypeError('fetch failed'), t)).toMatchObject({ code: 'offline', title: 'problem.offline.title' })
  })

  it('never shows what a proxy or a crash answered', () => {
    expect(problemOf({ statusCode: 502, data: '<html>Bad gateway</html>' }, t)).toMatchObject({ code: 'internal', status: 502, title: 'problem.broken.title' })
  })

  it('is not wrapped twice', () => {
    const once = problemOf(new TypeError('fetch failed'), t)
    expect(problemOf(once, t)).toBe(once)
  })
})

describe('words', () => {
  it('count down in minutes and seconds, and 0:00 means over', () => {
    expect([600_000, 61_000, 59_001, 1, 0, -5].map(clock)).toEqual(['10:00', '1:01', '1:00', '0:01', '0:00', '0:00'])
  })

  it('name a seat as people do in each language', () => {
    const seat = { section: { en: 'Stalls', zh: '池座' }, row: 'F', seat: '12' }
    expect(placeName(seat, 'en')).toBe('Stalls, row F, seat 12')
    expect(placeName(seat, 'zh')).toBe('池座 F排12座')
    expect(placeName({ ...seat, row: null, seat: null }, 'zh')).toBe('池座')
  })
})

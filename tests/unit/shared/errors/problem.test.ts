import { describe, expect, it } from 'vitest'
import { eventStatus, jobRunState, orderState, paymentState, refundRequestState, refundState, reportReceiverState, submissionState, ticketState, waitingEntryState, waitingOutcome } from '#drizzle/schema/index.ts'
import { ERROR_KINDS, type ErrorCode } from '#shared/errors/error-codes.ts'
import { describeProblem } from '#shared/errors/problem.ts'

const codes = Object.keys(ERROR_KINDS) as ErrorCode[]

describe('a problem', () => {
  it('says in the reader\'s language what happened, and carries its data', () => {
    expect(describeProblem('rate-limited', { retryAfterSeconds: 7 }, 'en', '/api/x', 'r1')).toEqual({
      type: '/problems/rate-limited', title: 'Too many tries', status: 429, detail: 'Try again in 7 s. Nothing was changed; seats you hold stay held.',
      instance: '/api/x', code: 'rate-limited', requestId: 'r1', retryAfterSeconds: 7
    })
    expect(describeProblem('rate-limited', { retryAfterSeconds: 7 }, 'zh', '/api/x', 'r1').title).toBe('操作过于频繁')
  })

  it('lists several names, and shows a dash for what is not known', () => {
    expect(describeProblem('seat-not-for-sale', { seatNames: ['A 1', 'A 2'] }, 'en', '/', 'r').detail).toContain('A 1, A 2')
    expect(describeProblem('seat-not-for-sale', {}, 'en', '/', 'r').detail).toContain('–')
  })

  it('names what has names in both languages in the reader\'s, and sets apart what has commas', () => {
    const data = { seatNames: [{ en: 'Stalls, row F, seats 14, 15', zh: '池座 F排14、15座' }, { en: 'Terrace, table 7', zh: '露台 7号桌' }], seatIds: ['stalls.F.14'] }
    const inEnglish = describeProblem('seat-taken', data, 'en', '/', 'r')
    expect(inEnglish).toMatchObject({ seatNames: ['Stalls, row F, seats 14, 15', 'Terrace, table 7'], seatIds: ['stalls.F.14'] })
    expect(inEnglish.detail).toBe('Not free any more: Stalls, row F, seats 14, 15; Terrace, table 7. Your other seats stay held; nothing was charged.')
    expect(describeProblem('seat-taken', data, 'zh', '/', 'r').detail).toBe('以下座位已不可选：池座 F排14、15座；露台 7号桌。您的其他座位仍然保留，没有扣款。')
    expect(describeProblem('table-over-limit', { table: data.seatNames[1], seats: 8, limit: 6, held: 0 }, 'en', '/', 'r').detail).toContain('Terrace, table 7 is sold whole: 8 seats.')
  })

  it('says a state in words, and keeps it for programs', () => {
    const refunded = (locale: 'en' | 'zh') => describeProblem('not-refundable', { state: 'partially_refunded' }, locale, '/', 'r')
    expect(refunded('zh')).toMatchObject({ state: 'partially_refunded', detail: '订单状态为“部分退款”。门票保持不变，没有资金变动。' })
    expect(refunded('en').detail).toBe('It is partly refunded. The tickets stay as they are; no money was moved.')
  })

  it.each([orderState, ticketState, paymentState, refundState, refundRequestState, submissionState, eventStatus, waitingEntryState, waitingOutcome, reportReceiverState, jobRunState].flatMap(states => states.enumValues))('has words for the state %s', (state) => {
    expect(describeProblem('illegal-transition', { state }, 'zh', '/', 'r').detail).not.toContain(state)
  })

  it('cannot be made to look like another one by its data', () => {
    expect(describeProblem('not-found', { status: 200, code: 'internal', type: 'x' }, 'en', '/', 'r')).toMatchObject({ status: 404, code: 'not-found', type: '/problems/not-found' })
  })

  it.each(codes)('%s has a status of refusal and both languages, with the same blanks to fill', (code) => {
    const { status, title, detail } = ERROR_KINDS[code]
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(600)
    const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(m => m[1]).sort()
    expect(blanks(detail.zh)).toEqual(blanks(detail.en))
    for (const text of [title, detail]) {
      expect(text.en).toMatch(/^\p{Script=Latin}|^\{/u)
      expect(text.zh).toMatch(/\p{Script=Han}/u)
    }
  })
})

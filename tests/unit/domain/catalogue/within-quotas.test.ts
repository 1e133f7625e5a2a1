import { describe, expect, it } from 'vitest'
import { freeWithinQuotas } from '#server/domain/catalogue/within-quotas.ts'

const quota = (left: number, ...ticketTypeIds: string[]) => ({ name: { en: 'Quota', zh: '限额' }, left, ticketTypeIds })
const types = [{ id: 'adult', categoryKey: 'stalls' }, { id: 'student', categoryKey: 'stalls' }, { id: 'young', categoryKey: 'circle' }]
const free = new Map([['stalls', 50], ['circle', 30]])

describe('free places within quotas', () => {
  it('are all of them where some type of each part counts in none', () => {
    expect(freeWithinQuotas(types, [quota(3, 'student')], free)).toEqual({ byCategory: free, total: 80 })
  })

  it('are in a part what all of its types have left', () => {
    expect(freeWithinQuotas(types, [quota(3, 'student', 'young')], free)).toEqual({ byCategory: new Map([['stalls', 50], ['circle', 3]]), total: 53 })
  })

  it('are in the hall no more than quotas over everything have left together', () => {
    expect(freeWithinQuotas(types, [quota(40, 'adult', 'student', 'young')], free).total).toBe(40)
    expect(freeWithinQuotas(types, [quota(10, 'adult', 'student'), quota(5, 'young')], free).total).toBe(15)
    expect(freeWithinQuotas(types, [quota(0, 'adult', 'student', 'young')], free).total).toBe(0)
  })
})

import { describe, expect, it } from 'vitest'
import { priceRange } from '../../../app/utils/price-range.ts'

const yuan = (amountMinor: number) => ({ amountMinor, currency: 'CNY' })
const say = ({ amountMinor }: { amountMinor: number }) => `¥${amountMinor / 100}`

describe('a range of prices', () => {
  it('says the lowest and the highest, one price once, and nothing of what is not sold', () => {
    expect(priceRange([yuan(38_000), null, yuan(12_000), yuan(20_000)], say)).toBe('¥120 – ¥380')
    expect(priceRange([yuan(12_000), yuan(12_000), undefined], say)).toBe('¥120')
    expect(priceRange([null], say)).toBe('')
  })
})

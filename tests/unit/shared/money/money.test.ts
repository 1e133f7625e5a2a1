import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalAmount, formatMoney, fractionDigits, total } from '#shared/money/money.ts'

describe('an amount as people read it', () => {
  it.each([
    [{ amountMinor: 38000, currency: 'CNY' }, 'en', '¥380'], [{ amountMinor: 38050, currency: 'CNY' }, 'zh', '¥380.50'],
    [{ amountMinor: 0, currency: 'CNY' }, 'zh', '¥0'], [{ amountMinor: 1200, currency: 'JPY' }, 'en', '¥1,200'], [{ amountMinor: 1234500, currency: 'EUR' }, 'en', '€12,345']
  ] as const)('shows %j in %s as %s, with fractions only where there are any', (money, locale, text) => {
    expect(formatMoney(money, locale)).toBe(text)
  })
})

describe('an amount as machines read it', () => {
  it.each([
    [38000, 'CNY', '380.00'], [5, 'CNY', '0.05'], [0, 'USD', '0.00'], [1200, 'JPY', '1200'], [1, 'KWD', '0.001'], [-150, 'EUR', '-1.50']
  ])('writes %i minor units of %s as %s', (amountMinor, currency, text) => {
    expect(decimalAmount({ amountMinor, currency })).toBe(text)
  })

  it('loses nothing, whatever the amount and currency', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), fc.constantFrom('CNY', 'JPY', 'KWD'), (amountMinor, currency) => {
      const text = decimalAmount({ amountMinor, currency })
      expect(Number(text.replace('.', ''))).toBe(amountMinor)
      expect(text.split('.')[1]?.length ?? 0).toBe(fractionDigits(currency))
    }))
  })
})

describe('a total', () => {
  it('is the sum of prices times quantities', () => {
    fc.assert(fc.property(fc.array(fc.record({ unitPriceMinor: fc.nat(10_000_000), quantity: fc.nat(50) }), { maxLength: 50 }), (lines) => {
      expect(BigInt(total(lines))).toBe(lines.reduce((sum, line) => sum + BigInt(line.unitPriceMinor) * BigInt(line.quantity), 0n))
    }))
  })

  it('is refused where it would not be exact', () => {
    expect(() => total([{ unitPriceMinor: Number.MAX_SAFE_INTEGER, quantity: 2 }])).toThrow(RangeError)
    expect(() => total([{ unitPriceMinor: 0.5, quantity: 1 }])).toThrow(RangeError)
  })
})

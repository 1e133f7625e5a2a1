import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { BYTE_ORDER_MARK, csvLine } from '#server/domain/exports/csv.ts'

const read = (line: string) => (parse(line) as string[][])[0]!

describe('a line of CSV', () => {
  it.each(['=cmd|\'/c calc\'!A1', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '＝1+1'])('V-13: opens %j inert', (text) => {
    const [cell] = read(csvLine([text]))
    expect(cell).toBe(`'${text}`)
  })

  it('V-13: keeps commas, quotes, line breaks, emoji and spaces at the ends as they are', () => {
    const cells = ['a,b', 'say "hi"', 'two\nlines', '🎭 戏', ' around ', '']
    expect(read(csvLine(cells))).toEqual(cells)
  })

  it('V-13: keeps leading zeros and long numbers as texts, and short numbers as they are', () => {
    expect(read(csvLine(['007', '110105194912310021', '42', 'A007']))).toEqual(['007\t', '110105194912310021\t', '42', 'A007'])
  })

  it('writes numbers and money as decimals of their currency, below zero too', () => {
    expect(csvLine([12, -3, null, { amountMinor: 38_050, currency: 'CNY' }, { amountMinor: -500, currency: 'JPY' }, { amountMinor: 1_005, currency: 'KWD' }])).toBe('12,-3,,380.50,-500,1.005\r\n')
  })

  it('V-13: begins with the mark by which Excel reads Chinese', () => {
    expect([...Buffer.from(BYTE_ORDER_MARK)]).toEqual([0xEF, 0xBB, 0xBF])
  })
})

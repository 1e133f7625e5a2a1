import { describe, expect, it } from 'vitest'
import { csvOf } from '#shared/text/csv.ts'

const cell = (value: string | number) => csvOf([[value]]).replace(/^\uFEFF/, '').replace(/\r\n$/, '')

describe('V-13: a table for spreadsheets', () => {
  it.each(['=cmd|\' /C calc\'!A0', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '  =1', '＝1', '|x', '\u200b=1'])('opens %j as a text', (value) => {
    expect(cell(value).replace(/^"/, '')).toMatch(/^'/)
  })

  it('leaves numbers what they are, and what looks like one but is a name', () => {
    expect([cell(-5), cell('-12.50'), cell('1900.00'), cell('-012')]).toEqual(['-5', '-12.50', '1900.00', '\'-012'])
  })

  it('quotes what RFC 4180 wants quoted, and keeps Chinese and emoji', () => {
    expect([cell('a "b", c'), cell('two\nlines'), cell('翡翠潮汐 🎭'), cell(''), cell('007')]).toEqual(['"a ""b"", c"', '"two\nlines"', '翡翠潮汐 🎭', '', '007'])
  })

  it('says in its first bytes that it is UTF-8, and ends its lines as a spreadsheet does', () => {
    expect(csvOf([['a', 'b'], [1, 2]])).toBe('\uFEFFa,b\r\n1,2\r\n')
  })
})

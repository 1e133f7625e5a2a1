import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CsvError, readCsv } from '#server/domain/seating/csv.ts'

const fieldsOf = (text: string) => [...readCsv(text)].map(record => record.fields)

describe('a CSV text', () => {
  it('is read with quotes, doubled quotes and separators and line breaks inside them', () => {
    expect(fieldsOf('a,"b ""x"", c","two\nlines"\r\n1,2,3\r\n')).toEqual([['a', 'b "x", c', 'two\nlines'], ['1', '2', '3']])
  })

  it('may begin with a byte order mark and end without a line break', () => {
    expect(fieldsOf('\ufeffsection,row\nA,1')).toEqual([['section', 'row'], ['A', '1']])
  })

  it('may be separated by semicolons or tabs', () => {
    expect(fieldsOf('a;b\n1,5;2')).toEqual([['a', 'b'], ['1,5', '2']])
    expect(fieldsOf('a\tb\n1\t2')).toEqual([['a', 'b'], ['1', '2']])
  })

  it('keeps empty fields and leaves empty lines out, but counts them', () => {
    expect([...readCsv('a,b\n\n,\n')]).toEqual([{ line: 1, fields: ['a', 'b'] }, { line: 3, fields: ['', ''] }])
  })

  it('knows the line of a record after a field of several lines', () => {
    expect([...readCsv('a,b\n"x\r\ny\r\nz",1\nq,2')].map(record => record.line)).toEqual([1, 2, 5])
  })

  it.each([['a,b\n"open,1\n2,3', 2], ['a,b\n1,2\n"x"y,1', 3]])('names the line where %j breaks', (text, line) => {
    expect(() => fieldsOf(text)).toThrow(expect.objectContaining({ name: CsvError.name, line }))
  })

  it('gives back whatever fields were written by the rules', () => {
    const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`
    fc.assert(fc.property(fc.array(fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ', '座') }), { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
      const records = [['head', 'line'], ...rows]
      expect(fieldsOf(records.map(row => row.map(quoted).join(',')).join('\r\n'))).toEqual(records)
    }))
  })
})

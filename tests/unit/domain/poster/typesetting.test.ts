import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeXml, setTitle, widthOf } from '#server/domain/catalogue/poster/typesetting.ts'

const box = { width: 500, height: 160, maxSize: 100, leading: 1.1 }

describe('the setting of a title', () => {
  it('keeps every letter, fits the box and never breaks a word', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('The', 'Lighthouse', 'and', 'a', 'Kite', '风筝', '灯塔', '冬日'), { minLength: 1, maxLength: 9 }), (words) => {
      const text = words.join(' ')
      const { lines, size, lineHeight } = setTitle(text, box)
      expect(lines.join(' ')).toBe(text)
      expect(lines.every(line => widthOf(line) * size <= box.width + 0.01)).toBe(true)
      expect(lines.length * lineHeight).toBeLessThanOrEqual(box.height + 0.01)
    }))
  })

  it('breaks Chinese between words, never before a closing mark or a particle', () => {
    const { lines } = setTitle('苏州街的钟表匠，与七把不同的伞', { width: 300, height: 400, maxSize: 60, leading: 1.1 })
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.some(line => /^[，。的]/.test(line))).toBe(false)
  })

  it('leaves no single character alone on the last line', () => {
    for (const title of ['卖月亮的人', '蓝之前的蓝', '听的房间']) expect(setTitle(title, { width: 400, height: 300, maxSize: 110, leading: 1.1 }).lines.at(-1)!.length).toBeGreaterThan(1)
  })

  it('makes a long title smaller, not wider', () => {
    expect(setTitle('Hi', box).size).toBe(100)
    expect(setTitle('A very long title that goes on for quite some time and then a little further', box).size).toBeLessThan(40)
  })
})

describe('text in SVG', () => {
  it('is escaped, and loses what XML cannot hold', () => {
    expect(escapeXml('<a b="c">&\'')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&#39;')
    expect(escapeXml('a\u0000b\ud800c\uffff')).toBe('abc')
    expect(escapeXml('\u{1f3ad}')).toBe('\u{1f3ad}')
  })
})

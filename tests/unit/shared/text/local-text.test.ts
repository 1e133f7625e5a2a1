import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LOCALES, localeFromHeader } from '#shared/text/local-text.ts'

describe('the language of a reader', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'], ['en-GB,en;q=0.9', 'en'], ['en;q=0.3, zh;q=0.7', 'zh'], ['fr-FR, zh-TW;q=0.5', 'zh'], ['fr, de', 'en'],
    ['zh;q=0, en;q=0.1', 'en'], ['*', 'en'], ['', 'en'], [undefined, 'en'], [null, 'en'], ['ZH-Hans', 'zh'], [';q=1,,;', 'en']
  ])('is read from %j as %s', (header, locale) => {
    expect(localeFromHeader(header)).toBe(locale)
  })

  it('is one that Foyer speaks, whatever the header', () => {
    fc.assert(fc.property(fc.string(), (header) => {
      expect(LOCALES).toContain(localeFromHeader(header))
    }))
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { EVENT_FAULT_CODES } from '#shared/publishing/event-faults.ts'

const sentences = (locale: string) => (JSON.parse(readFileSync(new URL(`../../../app/i18n/areas/publish/${locale}.json`, import.meta.url), 'utf8')) as { publish: { fault: Record<string, string> } }).publish.fault

describe.each(['en', 'zh'])('what is wrong with a draft, in %s', (locale) => {
  it('is said for everything that can be wrong, and for nothing else but an unreadable value', () => {
    expect(Object.keys(sentences(locale)).sort()).toEqual([...EVENT_FAULT_CODES, 'bad-value'].sort())
  })

  it('is said in a sentence of its own', () => {
    for (const text of Object.values(sentences(locale))) expect(text).toMatch(/[.。]$/)
  })
})

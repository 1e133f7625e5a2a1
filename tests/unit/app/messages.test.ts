import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const folder = new URL('../../../app/i18n/', import.meta.url)
type Messages = { [key: string]: string | Messages }
const read = (file: string) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Messages
const inEnglish = [
  ...readdirSync(new URL('locales/en/', folder)).map(name => `locales/en/${name}`),
  ...readdirSync(new URL('areas/', folder)).map(area => `areas/${area}/en.json`)
]
const flat = (messages: Messages, path = ''): [string, string][] => Object.entries(messages).flatMap(([key, value]) => typeof value === 'string' ? [[`${path}${key}`, value]] : flat(value, `${path}${key}.`))
const names = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(m => m[1]))].sort()

describe.each(inEnglish)('messages in %s', (file) => {
  const en = flat(read(file))
  const zh = new Map(flat(read(file.replace('/en', '/zh'))))

  it('have the same keys in both languages', () => {
    expect([...zh.keys()].sort()).toEqual(en.map(([key]) => key).sort())
  })

  it('fill in the same values in both languages', () => {
    for (const [key, text] of en) expect([key, names(zh.get(key)!)]).toEqual([key, names(text)])
  })

  it('use Chinese punctuation in Chinese sentences', () => {
    for (const [key, text] of zh) expect([key, /[\u4e00-\u9fff][,;:!?]|[\u4e00-\u9fff]\.(\s|$)/.test(text)]).toEqual([key, false])
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'

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

describe('a Chinese message', () => {
  const messages = { one: '{n} 张票', two: '改选此座 | 改选这 {n} 个座位', three: '没有 | 一个 | {n} 个' }
  const { t } = createI18n({ legacy: false, locale: 'zh', messages: { zh: messages } }).global
  const said = (key: string, counts: number[]) => counts.map(n => t(key, { n }, n))

  it('is its only form, that of one or more, or that of none, one or more', () => {
    expect(said('one', [0, 1, 7])).toEqual(['0 张票', '1 张票', '7 张票'])
    expect(said('two', [1, 2, 7])).toEqual(['改选此座', '改选这 2 个座位', '改选这 7 个座位'])
    expect(said('three', [0, 1, 7])).toEqual(['没有', '一个', '7 个'])
  })
})

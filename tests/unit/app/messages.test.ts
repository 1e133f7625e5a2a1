import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { chineseForm } from '../../../app/i18n/chinese-form.ts'

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

describe('the form of a Chinese message', () => {
  const said = (message: string, count: number) => message.split(' | ')[chineseForm(count, message.split(' | ').length)]

  it('is the only one, the one for one or more, or the one for none, one or more', () => {
    expect([0, 1, 7].map(count => said('{n} 张票', count))).toEqual(['{n} 张票', '{n} 张票', '{n} 张票'])
    expect([1, 2, 7].map(count => said('改选此座 | 改选这 {n} 个座位', count))).toEqual(['改选此座', '改选这 {n} 个座位', '改选这 {n} 个座位'])
    expect([0, 1, 7].map(count => said('没有 | 一个 | {n} 个', count))).toEqual(['没有', '一个', '{n} 个'])
  })
})

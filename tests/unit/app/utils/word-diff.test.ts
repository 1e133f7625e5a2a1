import { describe, expect, it } from 'vitest'
import { shortened, type TextPart, wordDiff } from '../../../../app/utils/word-diff.ts'

const only = (parts: readonly TextPart[]) => parts.filter(part => part.kind === 'only').map(part => part.text)
const whole = (parts: readonly TextPart[]) => parts.map(part => part.text).join('')

describe('the difference of two texts', () => {
  it('is marked word by word in English', () => {
    const { before, after } = wordDiff('The doors open at seven.', 'The doors open at half past seven.', 'en')
    expect(only(before)).toEqual([])
    expect(only(after).join('').trim()).toBe('half past')
  })

  it('is marked word by word in Chinese, which has no spaces', () => {
    const { before, after } = wordDiff('本剧讲述一家剧院的故事。', '本剧讲述一家影院的故事。', 'zh')
    expect(only(before)).toEqual(['剧院'])
    expect(only(after)).toEqual(['影院'])
  })

  it('leaves both texts whole', () => {
    const [old, next] = ['# 标题\n\nOne *two* three', '# 标题\n\nOne two four three']
    const { before, after } = wordDiff(old, next, 'en')
    expect(whole(before)).toBe(old)
    expect(whole(after)).toBe(next)
  })

  it('of long texts that have nothing in common is found within the time of a test', () => {
    const text = (word: string) => Array.from({ length: 5_000 }, (_, i) => `${word}${i}`).join(' ')
    const { before, after } = wordDiff(text('a'), text('b'), 'en')
    expect(whole(before)).toBe(text('a'))
    expect(whole(after)).toBe(text('b'))
  })
})

describe('a long text with a small change', () => {
  it('shows what stands around the change, and no more', () => {
    const { after } = wordDiff(`${'a '.repeat(1_000)}old ${'b '.repeat(1_000)}`, `${'a '.repeat(1_000)}new ${'b '.repeat(1_000)}`, 'en')
    const shown = shortened(after)
    expect(shown.map(part => part?.kind ?? 'gap')).toEqual(['gap', 'same', 'only', 'same', 'gap'])
    expect(shown.flatMap(part => part?.text ?? []).join('').length).toBeLessThan(300)
  })
})

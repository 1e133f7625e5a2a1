import { describe, expect, it } from 'vitest'
import { coverSrcset, posterSrc, socialPictureSrc } from '../../../../app/utils/poster.ts'

const COVER = '/images/0190f5a2-1111-7222-8333-444455556666/1024.webp'

describe('the address of a poster', () => {
  it('says language and shape of a generated one, and nothing of a cover', () => {
    expect(posterSrc('/posters/tosca.svg?locale=en', 'zh', 'square')).toBe('/posters/tosca.svg?locale=zh&shape=square')
    expect(posterSrc(COVER, 'zh', 'square')).toBe(COVER)
  })

  it('a cover comes in the width that a screen needs, a drawing is sharp at any', () => {
    expect(coverSrcset(COVER)!.split(', ')).toEqual([320, 640, 1024, 1600, 2048].map(w => `${COVER.replace('1024', String(w))} ${w}w`))
    expect(coverSrcset('/posters/tosca.svg')).toBeUndefined()
    expect(coverSrcset('https://elsewhere.example/a.jpg')).toBeUndefined()
  })

  it('links are shown with a picture that has the language in its address', () => {
    expect(socialPictureSrc('歌剧', 'zh')).toBe('/posters/%E6%AD%8C%E5%89%A7.jpg?locale=zh')
  })
})

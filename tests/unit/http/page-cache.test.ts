import { brotliDecompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { PageCache, inBrotli, pageKey } from '#server/http/page-cache.ts'

const page = (html: string) => ({ html, headers: {} })

describe('kept pages', () => {
  it('are shown again for a moment', () => {
    let now = 0
    const pages = new PageCache(() => now)
    expect(pages.begin('/')).toBeNull()
    pages.keep('/', page('one'))
    now = 14_999
    expect(pages.get('/')?.html).toBe('one')
    now = 15_000
    expect(pages.get('/')).toBeNull()
  })

  it('are forgotten when something changes, also those that were being rendered then', () => {
    const pages = new PageCache(() => 0)
    pages.begin('/old')
    pages.keep('/old', page('old'))
    pages.begin('/during')
    pages.forgetAll()
    pages.keep('/during', page('read before the change'))
    expect([pages.get('/old'), pages.get('/during')]).toEqual([null, null])
  })

  it('are rendered once for many who ask at once', async () => {
    const pages = new PageCache(() => 0)
    expect(pages.begin('/')).toBeNull()
    const others = [pages.begin('/'), pages.begin('/')]
    pages.keep('/', page('one'))
    pages.done('/')
    await Promise.all(others)
    expect(others.every(Boolean)).toBe(true)
    expect(pages.get('/')?.html).toBe('one')
    pages.done('/')
    expect(pages.begin('/next')).toBeNull()
  })

  it('are compressed once', async () => {
    const pages = new PageCache(() => 0)
    pages.begin('/')
    pages.keep('/', page('你好'.repeat(50)))
    const kept = pages.get('/')!
    const first = inBrotli(kept)
    expect(inBrotli(kept)).toBe(first)
    expect(brotliDecompressSync(await first).toString()).toBe('你好'.repeat(50))
  })

  it('are at most a thousand', () => {
    const pages = new PageCache(() => 0)
    for (let i = 0; i <= 1000; i++) {
      pages.begin(`/events/e${i}`)
      pages.keep(`/events/e${i}`, page('x'))
    }
    expect(pages.get('/events/e0')).toBeNull()
    expect(pages.get('/events/e1000')).not.toBeNull()
  })
})

describe('the memory of kept pages', () => {
  it('is limited by what they hold, however few they are', () => {
    const pages = new PageCache(() => 0)
    const large = page('页'.repeat(10_000_000))
    for (let i = 0; i < 12; i++) {
      pages.begin(`/search?q=${i}`)
      pages.keep(`/search?q=${i}`, large)
    }
    expect(Array.from({ length: 12 }, (_, i) => pages.get(`/search?q=${i}`) !== null).filter(Boolean)).toHaveLength(4)
    pages.forgetAll()
    for (let i = 0; i < 5; i++) {
      pages.begin('/')
      pages.keep('/', large)
      pages.done('/')
    }
    expect(pages.get('/')).not.toBeNull()
  })
})

describe('Z-06, Z-07: which pages may be kept', () => {
  it.each([
    ['/', '/'], ['/zh', '/zh'], ['/events/tosca', '/events/tosca'], ['/zh/events/%E6%A2%A6', '/zh/events/%E6%A2%A6'],
    ['/search?when=weekend&city=Shanghai', '/search?city=Shanghai&when=weekend'], ['/categories/opera?', '/categories/opera']
  ])('%s as %s', (url, key) => {
    expect(pageKey(url)).toBe(key)
  })

  it.each([
    '/orders', '/orders/0199d0a8', '/profile', '/account', '/checkout', '/login', '/admin', '/publish', '/api/events/tosca', '/sessions/1', '/mailbox',
    '/Events/tosca', '/events/tosca/', '/events//tosca', '/events/tosca/calendar.ics', '/events/tosca;x', '/events/a/../../orders', '/events/tosca?secret=x', '/events/tosca?a?b', '//orders', '/zh/orders', `/search?q=${'x'.repeat(400)}`, '/events/tosca?_payload.json', '/events\\tosca', '*'
  ])('%s not at all', (url) => {
    expect(pageKey(url)).toBeNull()
  })
})

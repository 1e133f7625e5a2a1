import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PLACES_TO_RETURN, beside, ownPath } from '#server/http/own-path.ts'

describe('where people are led back to (S-15)', () => {
  it.each(['/', '/zh', '/events/dune', '/zh/events/歌剧之夜', '/search?q=%E6%9C%88&category=plays', '/orders/0190?secret=a-b_c', '/account/security#totp'])('%s is a page of ours', (path) => {
    expect(decodeURI(ownPath(path))).toBe(decodeURI(path))
  })

  it.each([
    undefined, 7, ['/'], '', 'events', '//evil.example', '///evil.example', '/zh//evil.example', '/\\evil.example', '\\/evil.example', '/\t/evil.example', '/ /evil.example', 'https://evil.example/', 'https:evil.example',
    'javascript:alert(1)', '/%09/evil.example', '/..//evil.example', '/account/%2e%2e//evil.example', '/account/.%2E//evil.example', '/zh/account/%2e%2e/%2e%2e//evil.example', '/account/%2e%2e/login', '/zh/..//evil.example', '/api/auth/logout', '/_nuxt/x', '/login', '/zh/register', '/events@evil.example', `/events/${'a'.repeat(600)}`, '/events/\0', '/events/<script>'
  ])('%j is not: the front page instead', (asked) => {
    expect(['/', '/zh']).toContain(ownPath(asked))
  })

  it('every page that there is can be returned to, but those that sign in', () => {
    const pages = readdirSync('app/pages').map(name => name.replace(/\.vue$/, '')).filter(name => name !== 'index' && !name.startsWith('['))
    const apart = ['login', 'register', 'forgot', 'reset', 'unsubscribe', 'confirm-reports', 'mailbox']
    expect(pages.filter(page => !apart.includes(page) && !PLACES_TO_RETURN.includes(page))).toEqual([])
  })

  it('a page beside another is in its language', () => {
    expect([beside('/zh/orders', '/login'), beside('/orders', '/login'), beside('/zhang', '/login')]).toEqual(['/zh/login', '/login', '/login'])
  })
})

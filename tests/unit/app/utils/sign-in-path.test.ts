import { describe, expect, it } from 'vitest'
import { backPath, signInPath } from '../../../../app/utils/sign-in-path.ts'

describe('the way back from signing in', () => {
  it('leads to where the reader was, with its filters', () => {
    expect(signInPath('/zh/login', '/zh/search?city=Shanghai&when=weekend')).toBe('/zh/login?back=%2Fzh%2Fsearch%3Fcity%3DShanghai%26when%3Dweekend')
    expect(backPath('/zh/search?city=Shanghai', '/')).toBe('/zh/search?city=Shanghai')
  })

  it('never leads from sign-in to sign-in', () => {
    expect(signInPath('/login', '/register?back=%2F')).toBe('/login')
    expect(signInPath('/login', '/zh/login')).toBe('/login')
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/\n/evil.example', '', undefined, ['/a', '/b'], '/a\\b'])('never leads to another site: %j', (asked) => {
    expect(backPath(asked, '/home')).toBe('/home')
  })
})

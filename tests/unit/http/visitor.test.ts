import type { H3Event } from 'h3'
import { describe, expect, it } from 'vitest'
import type { House } from '#server/house.ts'
import { visitorOf } from '#server/http/visitor.ts'

describe('who holds seats before signing in', () => {
  const PLANTED = 'AAAAAAAAAAAAAAAAAAAAAA'
  const visit = (publicUrl: string, cookie: string) => {
    const set: string[] = []
    const res = { getHeader: () => [], removeHeader: () => {}, setHeader: (_: string, value: string) => set.push(value), appendHeader: (_: string, value: string) => set.push(value) }
    const event = { context: {}, node: { req: { headers: { cookie } }, res } } as unknown as H3Event
    return { id: visitorOf(event, { settings: { publicUrl } } as House), set: set.join() }
  }

  it('S-16: a cookie that a neighbouring host has planted is nobody\'s', () => {
    const { id, set } = visit('https://tickets.example', `foyer-visitor=${PLANTED}`)
    expect(id).not.toBe(PLANTED)
    expect(set).toMatch(/^__Host-foyer-visitor=[\w-]{22}; .*Path=\/; HttpOnly; Secure; SameSite=Lax/)
  })

  it('comes back with the cookie that we gave, over plain HTTP without the prefix, which browsers refuse there', () => {
    expect(visit('https://tickets.example', `__Host-foyer-visitor=${PLANTED}`)).toEqual({ id: PLANTED, set: '' })
    expect(visit('http://localhost:3000', `foyer-visitor=${PLANTED}`)).toEqual({ id: PLANTED, set: '' })
  })
})

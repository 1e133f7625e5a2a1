import { describe, expect, it } from 'vitest'
import { Lines } from '#server/http/live/lines.ts'
import type { LiveClient } from '#server/http/live/live-client.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

const open = () => new Lines({ person: 3, network: 5, all: 8 })
const refusal = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return error instanceof DomainError ? error.code : error
  }
  return null
}

describe('the lines of a process', () => {
  it('RT-05: are so many for a person, from wherever he comes', () => {
    const lines = open()
    for (const network of ['a', 'b', 'c']) lines.take({ person: 'user:1', network })
    expect(refusal(() => lines.take({ person: 'user:1', network: 'd' }))).toBe('too-many-lines')
    expect(refusal(() => lines.take({ person: 'user:2', network: 'd' }))).toBeNull()
  })

  it('RT-05: are so many for a network, whoever is in it', () => {
    const lines = open()
    for (let n = 0; n < 5; n++) lines.take({ person: n % 2 ? `user:${n}` : null, network: 'a' })
    expect(refusal(() => lines.take({ person: 'user:9', network: 'a' }))).toBe('too-many-lines')
    expect(refusal(() => lines.take({ person: null, network: 'b' }))).toBeNull()
  })

  it('are so many for all', () => {
    const lines = open()
    for (let n = 0; n < 8; n++) lines.take({ person: null, network: String(n) })
    expect(refusal(() => lines.take({ person: null, network: '9' }))).toBe('unavailable')
  })

  it('are given back once, and a refusal takes none', () => {
    const lines = open()
    const giveBack = [1, 2, 3].map(() => lines.take({ person: 'user:1', network: 'a' }))
    expect(refusal(() => lines.take({ person: 'user:1', network: 'a' }))).toBe('too-many-lines')
    giveBack[0]!()
    giveBack[0]!()
    expect(refusal(() => lines.take({ person: 'user:1', network: 'a' }))).toBeNull()
    expect(refusal(() => lines.take({ person: 'user:1', network: 'a' }))).toBe('too-many-lines')
    expect(refusal(() => lines.take({ person: null, network: 'a' }))).toBeNull()
  })

  it('RT-02: all end when the process does, and nobody is told anything who has left', () => {
    const lines = open()
    const closed: string[] = []
    let leave = () => {}
    const client = (name: string): LiveClient => ({ isFull: () => false, send: () => {}, close: () => void closed.push(name), onLeave: (left) => { if (name === 'gone') leave = left } })
    lines.keepAlive(client('here'))
    lines.keepAlive(client('gone'))
    leave()
    lines.closeAll()
    expect(closed).toEqual(['here'])
  })
})

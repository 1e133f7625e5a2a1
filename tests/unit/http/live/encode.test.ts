import { describe, expect, it } from 'vitest'
import { asEvent, asText } from '#server/http/live/encode.ts'

describe('a live message', () => {
  const message = { kind: 'seats', version: 12, body: { version: 12, seats: [[3, 1]], areas: {} } }

  it('is an event with its version as id, so that browsers say where they were', () => {
    expect(asEvent(message).toString()).toBe('id: 12\nevent: seats\ndata: {"version":12,"seats":[[3,1]],"areas":{}}\n\n')
    expect(asEvent({ kind: 'alive', body: {} }).toString()).toBe('event: alive\ndata: {}\n\n')
  })

  it('is a text over a socket', () => {
    expect(JSON.parse(asText(message).toString())).toEqual({ kind: 'seats', body: message.body })
  })

  it('is put into bytes once for all who get it', () => {
    expect(asEvent(message)).toBe(asEvent(message))
    expect(asText(message)).toBe(asText(message))
  })

  it('has no line break that would end an event early', () => {
    expect(asEvent({ kind: 'x', body: { areas: { 'a\n\nevent: seats\ndata: {}': 1 } } }).toString().trimEnd().split('\n')).toHaveLength(2)
  })
})

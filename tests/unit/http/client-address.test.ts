import type { H3Event } from 'h3'
import { describe, expect, it } from 'vitest'
import { clientAddress, networkOf } from '#server/http/client-address.ts'

const from = (remoteAddress: string | undefined, forwarded?: string) =>
  ({ node: { req: { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } } } }) as unknown as H3Event

describe('client address', () => {
  it('is the other end of the socket, whatever the client claims (S-09)', () => {
    expect(clientAddress(from('192.0.2.7', '203.0.113.1'), 0)).toBe('192.0.2.7')
    expect(clientAddress(from('::ffff:192.0.2.7'), 0)).toBe('192.0.2.7')
    expect(clientAddress(from(undefined), 0)).toBe('unknown')
  })

  it('is what the proxies saw that we trust, counted from the right: the left is written by the client (S-09)', () => {
    expect(clientAddress(from('10.0.0.1', '203.0.113.1'), 1)).toBe('203.0.113.1')
    expect(clientAddress(from('10.0.0.1', '198.51.100.66, 203.0.113.1'), 1)).toBe('203.0.113.1')
    expect(clientAddress(from('10.0.0.2', '198.51.100.66, 203.0.113.1, 10.0.0.1'), 2)).toBe('203.0.113.1')
    expect(clientAddress(from('10.0.0.2', '2001:db8::7, ::ffff:10.0.0.1'), 2)).toBe('2001:db8::7')
    expect(clientAddress(from('10.0.0.1', '203.0.113.1'), 3)).toBe('203.0.113.1')
  })

  it('is the socket where the header is missing or says no address', () => {
    expect(clientAddress(from('10.0.0.1'), 1)).toBe('10.0.0.1')
    expect(clientAddress(from('10.0.0.1', 'unknown'), 1)).toBe('10.0.0.1')
    expect(clientAddress(from('10.0.0.1', ', ,'), 1)).toBe('10.0.0.1')
    expect(clientAddress(from('10.0.0.1', 'x'.repeat(10_000)), 1)).toBe('10.0.0.1')
  })

  it('counts a whole IPv6 customer network as one', () => {
    expect(networkOf('192.0.2.7')).toBe('192.0.2.7')
    expect(networkOf('2001:db8:0:1::1')).toBe('2001:db8:0:1')
    expect(networkOf('2001:DB8:0000:0001:ffff:1:2:3')).toBe('2001:db8:0:1')
    expect(networkOf('2001:db8::9')).toBe('2001:db8:0:0')
    expect(networkOf('::1')).toBe('0:0:0:0')
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0')
  })
})

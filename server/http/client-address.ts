import { isIP } from 'node:net'
import type { H3Event } from 'h3'

/**
 * The address of who asks: the other end of the socket, or what the outermost of our own proxies saw there. Each proxy adds the
 * address that asked it at the right end of X-Forwarded-For; what stands further left was written by the client, as it liked.
 */
export function clientAddress(event: H3Event, trustedProxies: number): string {
  const socket = event.node.req.socket?.remoteAddress
  const seen = trustedProxies === 0 ? [] : forwardedFor(event).slice(-trustedProxies)
  const claimed = withoutMapping(seen[0] ?? '')
  return isIP(claimed) ? claimed : withoutMapping(socket || 'unknown').slice(0, 45)
}

function forwardedFor(event: H3Event): string[] {
  const header = event.node.req.headers['x-forwarded-for'] ?? []
  return [header].flat().join(',').split(',').map(address => address.trim()).filter(Boolean)
}

/** What tries are counted by: an IPv4 address, or the /64 of an IPv6 one, which is what a single customer is given. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean) ?? []
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<string>(gap).fill('0'), ...after]
  return groups.slice(0, 4).map(group => group.toLowerCase().replace(/^0+(?=.)/, '')).join(':')
}

/** IPv4 as sockets that listen on both families write it (`::ffff:192.0.2.1`). */
function withoutMapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

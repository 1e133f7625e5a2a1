import type { H3Event } from 'h3'

/** Vercel puts its own X-Forwarded-For in place of what the client sent. Nobody else's is believed: anyone can write one. */
const IS_BEHIND_VERCEL = process.env.VERCEL === '1'

/** The address of who asks, as far as it is known: the other end of the socket, or what a trusted proxy says. */
export function clientAddress(event: H3Event, isBehindTrustedProxy: boolean = IS_BEHIND_VERCEL): string {
  const forwarded = isBehindTrustedProxy ? event.node.req.headers['x-forwarded-for'] : undefined
  const first = (Array.isArray(forwarded) ? forwarded[0] : forwarded)?.split(',')[0]?.trim()
  return withoutMapping(first || event.node.req.socket?.remoteAddress || 'unknown').slice(0, 45)
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

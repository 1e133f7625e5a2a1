import { lookup } from 'node:dns'
import { BlockList, type LookupFunction, isIP } from 'node:net'

/** Addresses that are nobody's business from outside: loopback, private, link-local, shared, multicast, reserved (RFC 6890). */
const inside = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24],
  ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4]
] as const) inside.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['::', 96], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['100::', 64], ['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['fc00::', 7], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8]
] as const) inside.addSubnet(network, bits, 'ipv6')

export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  // A v4 address in v6 clothes counts as what it is (BlockList does the same for ::ffff:0:0/96).
  return family !== 0 && !inside.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/**
 * Looks a name up for the connection itself, and refuses where any of its addresses is inside: what was checked is what is
 * connected to, so that a name that changes its mind between two look-ups gains nothing (V-08).
 */
export const publicLookup: LookupFunction = publicOnly(lookup)

/** The same by another resolver. */
export function publicOnly(resolve: typeof lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '')
      if (addresses.length === 0 || !addresses.every(a => isPublicAddress(a.address))) {
        return callback(Object.assign(new Error('leads into a private network'), { code: 'EPRIVATE' }), '')
      }
      if (options.all) return callback(null, addresses)
      callback(null, addresses[0]!.address, addresses[0]!.family)
    })
  }
}

import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** All of IPv6 that is given out to the open internet (RFC 4291, 2.4). */
const globalUnicast = ipaddr.parseCIDR('2000::/3')

/**
 * Whether an address may be called; undefined for a name, which is no address yet. Only what is of the open internet:
 * not what is private, loopback, link-local with the clouds' metadata, reserved, or another address written as IPv6.
 */
export function isPublicAddress(host: string): boolean | undefined {
  const text = host.replace(/^\[|\]$/g, '')
  if (isIP(text) === 0) return undefined
  const address = ipaddr.parse(text)
  return address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(globalUnicast))
}

import { BlockList, isIP } from 'node:net'

/**
 * Whose word about a client's address is taken: nobody's, that of so many proxies before us, or that of peers in these
 * networks. Taken are the entries that these have appended to X-Forwarded-For, never what stood before them.
 */
export type TrustProxy = false | number | readonly string[]

const mostProxies = 10
/** Names for networks that the web server knows. */
const named = new Set(['loopback', 'linklocal', 'uniquelocal'])

/** `no`, a count, or a list of networks with commas; `yes` is one proxy. Undefined for anything else. */
export function readTrustProxy(text: string): TrustProxy | undefined {
  const trimmed = text.trim().toLowerCase()
  if (trimmed === 'no' || trimmed === '0') return false
  if (trimmed === 'yes') return 1
  if (/^\d{1,2}$/.test(trimmed)) return Number(trimmed) <= mostProxies ? Number(trimmed) : undefined
  const networks = trimmed.split(',').map((each) => each.trim())
  return networks.every((each) => named.has(each) || isNetwork(each)) ? networks : undefined
}

/** `10.1.0.0/16` or a single address; a network that is everybody's is nobody's proxy. */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  if (prefix === undefined) return true
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) === 0) return false
  try {
    new BlockList().addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6')
    return true
  } catch {
    return false
  }
}

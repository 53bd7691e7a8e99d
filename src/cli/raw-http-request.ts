import type { RawNotice } from '../gateways/gateway.ts'
import { withoutEnd } from '../kit/without-end.ts'
import { BadInput } from './support-gateway.ts'

/**
 * A request as it was recorded: request line, headers, an empty line, the body's bytes. Lines end in LF or CRLF; the
 * body is taken as it is. Throws BadInput that says which line is wrong.
 */
export function readRawRequest(bytes: Buffer, receivedAt: string): RawNotice {
  const { head, body } = split(bytes)
  const [first = '', ...lines] = head.split(/\r?\n/)
  const [, method, target] = /^(GET|POST) (\S+)(?: HTTP\/[\d.]+)?$/.exec(first) ?? []
  if (method === undefined || target === undefined)
    throw new BadInput('line 1: must be a request line such as "POST /notices HTTP/1.1"')
  const headers: Record<string, string | string[]> = {}
  for (const [index, line] of lines.entries()) {
    const cut = line.indexOf(':')
    const name = line.slice(0, Math.max(cut, 0))
    const value = withoutEnd(line.slice(cut + 1).replace(/^[ \t]+/, ''), ' \t')
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name))
      throw new BadInput(`line ${index + 2}: must be a header such as "Content-Type: text/plain"`)
    const before = headers[name.toLowerCase()]
    headers[name.toLowerCase()] = before === undefined ? value : [before, value].flat()
  }
  return {
    method: method === 'GET' ? 'GET' : 'POST',
    headers,
    query: target.includes('?') ? target.slice(target.indexOf('?') + 1) : '',
    body: cutToLength(body, headers['content-length']),
    receivedAt,
  }
}

function split(bytes: Buffer): { head: string; body: Buffer } {
  if (bytes.length === 0) throw new BadInput('the file is empty')
  for (const gap of ['\r\n\r\n', '\n\n']) {
    const at = bytes.indexOf(gap)
    const head = bytes.subarray(0, Math.max(at, 0)).toString('latin1')
    // An empty line in the body of a file with the other line ends is not the one that is looked for.
    if (at > 0 && (gap === '\n\n' || !head.includes('\n\n'))) return { head, body: bytes.subarray(at + gap.length) }
  }
  return { head: bytes.toString('latin1').replace(/\r?\n$/, ''), body: Buffer.alloc(0) }
}

/** An editor may have added a line end: with a Content-Length the body ends where it says. */
function cutToLength(body: Buffer, length: string | string[] | undefined): Buffer {
  if (length === undefined) return body
  if (typeof length !== 'string' || !/^\d{1,9}$/.test(length)) throw new BadInput('Content-Length: must be one number')
  if (Number(length) > body.length)
    throw new BadInput(`the body has ${body.length} bytes and Content-Length says ${length}`)
  return body.subarray(0, Number(length))
}

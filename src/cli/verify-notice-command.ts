import { X509Certificate } from 'node:crypto'
import type { NoticeReading, RawNotice } from '../gateways/gateway.ts'
import { type Clock, nowOf, systemClock, toInstant } from '../kit/clock.ts'
import { type HttpClient, httpClient } from '../kit/http/http-client.ts'
import { createLog } from '../kit/log.ts'
import { withoutEnd } from '../kit/text/plain-text.ts'
import { BadInput, readBytes, readSupportGateway, type SupportOptions } from './support-gateway.ts'

export type VerifyOptions = SupportOptions & { file: string; at?: string; certificate?: string; json?: boolean }

/** Says whether a notice's signature holds and what it means; 0 when it is valid, 1 when it is not. */
export async function verifyNoticeCommand(
  options: VerifyOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const { kind, values, mode } = readSupportGateway(options, environment)
  const clock = readClock(options.at)
  const notice = readRawRequest(readBytes(options.file), nowOf(clock))
  if (notice.body.length > kind.noticeLimitBytes) throw new BadInput(`the body is over ${kind.noticeLimitBytes} bytes`)
  const http = options.certificate === undefined ? httpClient : answerWith(readPem(options.certificate))
  const around = { mode, publicUrl: '', simulatorUrl: 'http://127.0.0.1', loopbackUrl: 'http://127.0.0.1' }
  const gateway = kind.connect(values, around, { http, clock, log: createLog('silent') })
  const reading = await gateway.readNotice(notice)
  const valid = reading.is === 'facts' || reading.is === 'ask' || reading.is === 'not_ours'
  if (options.json) console.log(JSON.stringify({ valid, ...meaningOf(reading) }))
  else console.log(`${valid ? 'VALID' : 'NOT VALID'}  ${inWords(reading)}`)
  return valid ? 0 : 1
}

const meaningOf = (reading: NoticeReading) => ({
  facts: reading.is === 'facts' ? reading.facts : [],
  ask: reading.is === 'facts' || reading.is === 'ask' ? (reading.ask ?? []) : [],
  ...('why' in reading && { why: reading.why }),
})

function inWords(reading: NoticeReading): string {
  switch (reading.is) {
    case 'facts':
      return reading.facts
        .map(({ about, kind, operation, reference, amount, detail }) =>
          [about, kind, `${amount.minor} ${amount.unit} minor`, operation, `of ${reference}`, `(${detail})`].join(' '),
        )
        .join('\n')
    case 'ask':
      return `it says only "look": ${reading.ask.map((hint) => JSON.stringify(hint)).join(', ')}`
    case 'not_ours':
      return `without effect: ${reading.why}`
    case 'rejected':
      return `not proven: ${reading.why}`
    case 'unprovable':
      return `cannot be proven now: ${reading.why}`
  }
}

function readClock(at: string | undefined): Clock {
  if (at === undefined) return systemClock
  const ms = /^\d{4}-\d\d-\d\dT/.test(at) ? Date.parse(at) : Number.NaN
  if (Number.isNaN(ms)) throw new BadInput('--at: must be an instant such as 2026-11-24T09:00:00Z')
  return { nowMs: () => Date.parse(toInstant(ms)), elapsedMs: () => 0, sleep: async () => {} }
}

/** PEM, or DER as some tools save it. */
function readPem(path: string): string {
  try {
    return new X509Certificate(readBytes(path)).toString()
  } catch (error) {
    throw error instanceof BadInput ? error : new BadInput(`${path}: is no certificate`)
  }
}

/** Stands for the provider's server: whatever address the notice names is checked all the same, and not called. */
const answerWith = (text: string): HttpClient => ({
  send: async ({ url, allowedOrigins }) =>
    allowedOrigins.includes(URL.parse(url)?.origin ?? '')
      ? { is: 'answer', status: 200, headers: new Headers(), text }
      : { is: 'failed', sent: false, why: 'host not allowed' },
})

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

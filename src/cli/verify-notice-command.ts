import { X509Certificate } from 'node:crypto'
import type { NoticeReading } from '../gateways/gateway.ts'
import { type Clock, nowOf, systemClock, toInstant } from '../kit/clock.ts'
import { type HttpClient, httpClient } from '../kit/http/http-client.ts'
import { createLog } from '../kit/log.ts'
import { readRawRequest } from './raw-http-request.ts'
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

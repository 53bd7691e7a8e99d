import { DAY, type Instant, later } from '../../kit/clock.ts'
import type { ListedLine, Listing, Mode, Span } from '../gateway.ts'
import type { Outside } from '../gateway-kind.ts'
import { postForm, readXml } from '../kit/calls/form-call.ts'
import { listWithout } from '../kit/calls/outcomes.ts'
import { mayBeOurs } from '../kit/setting-fields.ts'
import { userOf } from './ogone-direct-link.ts'
import { meaningOf, readMajor } from './ogone-facts.ts'
import type { OgoneSettings } from './ogone-gateway.ts'

type Settings = Pick<OgoneSettings, 'pspid' | 'apiUserId' | 'apiPassword' | 'sharedAccount'>
type Download = { base: string; settings: Settings; span: Span; mode: Mode }

/** Payments older than this stand in the archive, which must be asked for. */
const archivedAfterMs = 45 * DAY

/**
 * The platform's download of payments, one line an order with its present status. Dates are days of the platform's own
 * zone, so a day more is asked for at both ends.
 */
export async function downloadPayments(call: Download, outside: Outside): Promise<Listing> {
  const { settings, span, base } = call
  const [from, to] = [later(span.from, -DAY), later(span.to, DAY)]
  const isOld = later(from, archivedAfterMs) < span.to
  const fields = new Map([
    ...userOf(settings),
    ['level', 'ORDERLEVEL'],
    ['format', 'XML'],
    ...dayFields('af', from),
    ...dayFields('at', to),
    ...(isOld ? ([['arch', 'arch']] as const) : []),
  ])
  const url = `${base}/payment_download_ncp.asp`
  const read = (text: string) => readDownload(text, call)
  const answer = await postForm({ url, fields, read, timeoutMs: 30_000 }, outside)
  return answer.is === 'failed' ? listWithout(answer) : answer.value
}

/** `afd afm afy`: from which day; `atd atm aty`: to which. */
const dayFields = (prefix: string, day: Instant) =>
  [
    [`${prefix}d`, day.slice(8, 10)],
    [`${prefix}m`, day.slice(5, 7)],
    [`${prefix}y`, day.slice(0, 4)],
  ] as const

type Attributes = Readonly<Record<string, string>>

function readDownload(text: string, { settings, span, mode }: Download): Listing {
  const [, error] = text.split('<SYSTEM_ERROR', 2)
  if (error !== undefined) {
    const why = /^[^<>]*>([^<]*)/.exec(error)?.[1]?.slice(0, 200).trim() || 'system error'
    return { is: /not available for your profile/i.test(why) ? 'not_allowed' : 'unreachable', why }
  }
  const reply = readXml(text, 'DOWNLOAD_REPLY', ['PAYMENT'])
  if (!reply) return { is: 'unreachable', why: 'not XML of DOWNLOAD_REPLY' }
  const payments = (reply.PAYMENT ?? []) as Attributes[]
  const ours = payments.filter((each) => mayBeOurs(each.REF, settings.sharedAccount))
  const lines = ours.map((each) => linesOf(each, { account: settings.pspid, mode, now: span.to }))
  // A line that cannot be read could be the one that is missed: no list is better than half of one.
  if (lines.some((each) => each === undefined)) return { is: 'unreachable', why: 'a line is not understood' }
  return { is: 'listed', lines: lines.flatMap((each) => each ?? []), completeTo: span.to }
}

/**
 * What one order's line says: a refunded one was paid before, and its refunds have no names in it. The amount is that
 * of the order.
 */
function linesOf(each: Attributes, own: { account: string; mode: Mode; now: Instant }): ListedLine[] | undefined {
  const total = readMajor(each.TOTAL ?? '', each.CUR ?? '')
  const { ID: payId = '', REF: orderId = '', STATUS: status = '' } = each
  if (!total || payId === '' || orderId === '') return undefined
  const [, day = '', month = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(each.PAYDATE ?? '') ?? []
  // Only the day is known: noon of it. Nothing is ordered by it.
  const occurredAt = year === '' ? own.now : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T12:00:00.000Z`
  const around = { account: own.account, mode: own.mode, occurredAt }
  const common = { reference: orderId, ...around, amount: total, detail: `status ${status}` }
  const meaning = meaningOf(status)
  const paid = { ...common, about: 'payment' as const, kind: 'paid' as const, operation: payId }
  if (meaning.about === 'payment') return [{ ...paid, kind: meaning.kind }]
  return [paid, { ...common, ...meaning, operation: undefined, capture: payId }]
}

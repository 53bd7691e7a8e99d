import type { Params } from '../../gateways/kit/raw-form.ts'
import type { OgoneSettings } from '../../gateways/ogone/ogone-gateway.ts'
import { amount } from '../../kit/amount.ts'
import { toInstant } from '../../kit/clock.ts'
import { escapeHtml } from '../../kit/text/html.ts'
import { brokenAnswer } from '../engine/broken-answer.ts'
import type { Faults } from '../engine/faults.ts'
import { listedAmount, listLies, strangePayment } from '../engine/list-faults.ts'
import type { SimulatorAnswer } from '../engine/simulator.ts'
import type { Attempt, Book } from './ogone-simulator-book.ts'
import { writeMajor } from './ogone-simulator-book.ts'

type Around = { book: Book; values: OgoneSettings; faults: Faults }

/** payment_download_ncp: what moved between two days, an order a line. */
export function answerDownload(params: Params, { book, values, faults }: Around): SimulatorAnswer {
  const get = (name: string) => params.find(([each]) => each === name)?.[1] ?? ''
  const broken = brokenAnswer((name) => faults.take(`list-${name}`) !== undefined, '<DOWNLOAD_REPLY><PAY')
  if (broken) return broken
  const isUser =
    get('PSPID') === values.pspid && get('USERID') === values.apiUserId && get('PSWD') === values.apiPassword
  if (!isUser) return xml('<SYSTEM_ERROR>Access denied</SYSTEM_ERROR>')
  if (faults.take('list-forbidden'))
    return xml('<SYSTEM_ERROR>File Download is Not available for your profile</SYSTEM_ERROR>')
  const day = (prefix: string) => ['y', 'm', 'd'].map((part) => get(prefix + part)).join('-')
  const inSpan = ({ paidAtMs }: Attempt): boolean => {
    const paidOn = toInstant(paidAtMs).slice(0, 10)
    return day('af') <= paidOn && paidOn <= day('at')
  }
  const moved = book.all().filter((attempt) => attempt.status !== '' && inSpan(attempt))
  const lines = moved.flatMap((attempt) => {
    const { leftOut, status } = listLies(faults, attempt.reference)
    const charged = listedAmount(faults, attempt.reference, attempt.charged)
    return leftOut ? [] : [line({ ...attempt, charged, status: status ?? attempt.status })]
  })
  const strange = strangePayment(faults)
  if (strange !== undefined) lines.push(strangeLine(strange, get))
  return xml(`<DOWNLOAD_REPLY>${lines.join('')}</DOWNLOAD_REPLY>`)
}

type Listed = Pick<Attempt, 'payId' | 'reference' | 'status' | 'charged' | 'brand' | 'paidAtMs'>

function line({ payId, reference, status, charged, brand, paidAtMs }: Listed): string {
  const [year = '', month, day] = toInstant(paidAtMs).slice(0, 10).split('-')
  const date = `${Number(day)}/${month}/${year}`
  const attributes = {
    ID: payId,
    REF: reference,
    ORDER: date,
    STATUS: status,
    PAYDATE: date,
    TOTAL: writeMajor(charged),
    CUR: charged.unit,
    METHOD: 'CreditCard',
    BRAND: brand,
    ACTION: 'VEN',
  }
  const text = Object.entries(attributes).map(([name, value]) => `${name}="${escapeHtml(value)}"`)
  return `<PAYMENT ${text.join(' ')}/>`
}

const strangeLine = (reference: string, get: (name: string) => string): string =>
  line({
    payId: '3999999999',
    reference,
    status: '9',
    charged: amount(4321, 'EUR'),
    brand: 'VISA',
    paidAtMs: Date.parse(`${get('afy')}-${get('afm')}-${get('afd')}T10:00:00Z`),
  })

const xml = (body: string): SimulatorAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/x-msdownload' },
  body: `<?xml version="1.0" encoding="iso-8859-1"?>${body}`,
})

import type { HashAlgorithm } from '../../gateways/kit/proofs.ts'
import type { Params } from '../../gateways/kit/raw-form.ts'
import type { OgoneSettings } from '../../gateways/ogone/ogone-gateway.ts'
import { isSignedIn } from '../../gateways/ogone/ogone-signature.ts'
import { amount } from '../../kit/amount.ts'
import { escapeHtml } from '../../kit/text/html.ts'
import { brokenAnswer } from '../engine/broken-answer.ts'
import type { SimulatorAnswer, SimulatorRequest } from '../engine/simulator.ts'
import type { Attempt, Book } from './ogone-simulator-book.ts'
import { writeMajor } from './ogone-simulator-book.ts'

type Around = {
  params: Params
  book: Book
  values: OgoneSettings
  faultNamed(name: string, reference?: string): { value: string | undefined } | undefined
}

/** querydirect and maintenancedirect: user, password and signature first, as the platform does. */
export function answerDirectLink(request: SimulatorRequest, around: Around): SimulatorAnswer {
  const get = (name: string) => around.params.find(([each]) => each.toUpperCase() === name)?.[1] ?? ''
  const { values, book } = around
  if (get('PSPID') !== values.pspid || get('USERID') !== values.apiUserId) return error('50001118')
  if (get('PSWD') !== values.apiPassword) return error('50001119')
  const signing = { passphrase: values.shaInDirectLink, algorithm: values.hashAlgorithm as HashAlgorithm }
  const signed =
    get('SHASIGN') !== '' || request.path.includes('maintenance') || values.directLinkSignsQueries === 'yes'
  if (signed && !isSignedIn(around.params, get('SHASIGN'), signing)) return error('50001184')
  const attempt = get('PAYID') !== '' ? book.findByPayId(get('PAYID')) : book.find(get('ORDERID'))
  if (request.path.includes('maintenance')) return maintain(attempt, around, get)
  return query(attempt, around)
}

function query(attempt: Attempt | undefined, { faultNamed }: Around): SimulatorAnswer {
  const broken = brokenAnswer((name) => faultNamed(`query-${name}`, attempt?.reference) !== undefined, '<ncresponse P')
  if (broken) return broken
  if (!attempt || attempt.status === '' || faultNamed('query-unknown', attempt.reference)) return error('50001130')
  const stale = faultNamed('query-stale', attempt.reference)
  return response(stale ? { ...attempt, status: '51' } : attempt)
}

function maintain(attempt: Attempt | undefined, around: Around, get: (name: string) => string): SimulatorAnswer {
  const { faultNamed } = around
  if (!attempt) return error('50001130')
  const broken = brokenAnswer((name) => faultNamed(`refund-${name}`, attempt.reference) !== undefined, '<ncresponse P')
  if (broken) return broken
  if (faultNamed('refund-lost-before', attempt.reference)) return { cut: true }
  if (!['RFD', 'RFS'].includes(get('OPERATION'))) return error('50001186')
  if (!['9', '8', '81'].includes(attempt.status)) return error('50001127')
  const minor = Number(get('AMOUNT'))
  if (!(minor > 0) || attempt.refundedMinor + minor > attempt.charged.minor) return error('50001129')
  if (faultNamed('refund-refused', attempt.reference))
    return response({ ...attempt, status: '83', lastRefundMinor: minor })
  attempt.refundedMinor += minor
  attempt.lastRefundMinor = minor
  attempt.refunds += 1
  attempt.status = faultNamed('refund-pending', attempt.reference) ? '81' : '8'
  if (faultNamed('refund-lost-after', attempt.reference)) return { cut: true }
  return response(attempt)
}

function response(attempt: Attempt): SimulatorAnswer {
  const isRefund = ['8', '81', '83'].includes(attempt.status)
  const told = isRefund ? amount(attempt.lastRefundMinor, attempt.charged.unit) : attempt.charged
  const attributes: Record<string, string> = {
    orderID: attempt.reference,
    PAYID: attempt.payId,
    PAYIDSUB: String(attempt.refunds),
    NCSTATUS: '0',
    NCERROR: '0',
    NCERRORPLUS: '!',
    ACCEPTANCE: attempt.status === '9' ? 'test123' : '',
    STATUS: attempt.status,
    amount: writeMajor(told),
    currency: attempt.charged.unit,
    PM: 'CreditCard',
    BRAND: attempt.brand,
    CARDNO: attempt.cardNo,
  }
  return xml(attributes)
}

const error = (code: string): SimulatorAnswer =>
  xml({ orderID: '', PAYID: '0', NCSTATUS: '5', NCERROR: code, NCERRORPLUS: 'refused', STATUS: '0' })

function xml(attributes: Record<string, string>): SimulatorAnswer {
  const text = Object.entries(attributes)
    .map(([name, value]) => `${name}="${escapeHtml(value)}"`)
    .join(' ')
  return {
    status: 200,
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body: `<?xml version="1.0"?><ncresponse ${text}/>`,
  }
}

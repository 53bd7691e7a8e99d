import type { Params } from '../../gateways/kit/notices/raw-notice.ts'
import type { OgoneSettings } from '../../gateways/ogone/ogone-gateway.ts'
import { isSignedIn } from '../../gateways/ogone/ogone-signature.ts'
import { amount } from '../../kit/amount.ts'
import { toInstant } from '../../kit/clock.ts'
import { escapeHtml } from '../../kit/text/html.ts'
import { answers } from '../engine/answers.ts'
import type { Engine } from '../engine/create-simulator.ts'
import { listLies, strangePayment } from '../engine/faults.ts'
import type { SimulatorAnswer } from '../engine/simulator.ts'
import { type Attempt, payBack, toldAmount, writeMajor } from './ogone-simulator-attempt.ts'

type World = { params: Params; values: OgoneSettings; engine: Engine<Attempt>; get(name: string): string }

/** querydirect and maintenancedirect: user, password and signature first, as the platform does. */
export function answerDirectLink(path: string, world: World): SimulatorAnswer {
  const { values, params, get, engine } = world
  const isMaintenance = path.includes('maintenance')
  if (get('PSPID') !== values.pspid || get('USERID') !== values.apiUserId) return error('50001118')
  if (get('PSWD') !== values.apiPassword) return error('50001119')
  const signing = { passphrase: values.shaInDirectLink, algorithm: values.hashAlgorithm }
  const isSigned = get('SHASIGN') !== '' || isMaintenance || values.directLinkSignsQueries === 'yes'
  if (isSigned && !isSignedIn(params, get('SHASIGN'), signing)) return error('50001184')
  const payId = get('PAYID')
  const attempt = payId !== '' ? engine.book.find((each) => each.payId === payId) : engine.book.get(get('ORDERID'))
  return isMaintenance ? maintain(attempt, world) : query(attempt, world)
}

const beginning = '<ncresponse P'

function query(attempt: Attempt | undefined, { engine }: World): SimulatorAnswer {
  const broken = engine.broken('query', attempt?.reference, beginning)
  if (broken) return broken
  if (!attempt || attempt.status === '' || engine.faults.take('query-unknown', attempt.reference))
    return error('50001130')
  return response(engine.faults.take('query-stale', attempt.reference) ? { ...attempt, status: '51' } : attempt)
}

function maintain(attempt: Attempt | undefined, { engine, get }: World): SimulatorAnswer {
  if (!attempt) return error('50001130')
  const { reference } = attempt
  const isOrdered = (name: string) => engine.faults.take(`refund-${name}`, reference) !== undefined
  const broken = engine.broken('refund', reference, beginning)
  if (broken) return broken
  if (!['RFD', 'RFS'].includes(get('OPERATION'))) return error('50001186')
  if (!['9', '8', '81'].includes(attempt.status)) return error('50001127')
  const minor = Number(get('AMOUNT'))
  if (!(minor > 0) || attempt.refundedMinor + minor > attempt.charged.minor) return error('50001129')
  if (isOrdered('refused')) return response({ ...attempt, status: '83', lastRefundMinor: minor })
  payBack(attempt, minor)
  attempt.status = isOrdered('pending') ? '81' : '8'
  return engine.unlessLost('refund-lost-after', reference, response(attempt))
}

function response(attempt: Attempt): SimulatorAnswer {
  const told = toldAmount(attempt)
  return ncresponse({
    orderID: attempt.reference,
    PAYID: attempt.payId,
    PAYIDSUB: String(attempt.refunds),
    NCSTATUS: '0',
    NCERROR: '0',
    NCERRORPLUS: '!',
    ACCEPTANCE: attempt.status === '9' ? 'test123' : '',
    STATUS: attempt.status,
    amount: writeMajor(told),
    currency: told.unit,
    PM: 'CreditCard',
    BRAND: attempt.brand,
    CARDNO: attempt.cardNo,
  })
}

const error = (code: string): SimulatorAnswer =>
  ncresponse({ orderID: '', PAYID: '0', NCSTATUS: '5', NCERROR: code, NCERRORPLUS: 'refused', STATUS: '0' })

/** payment_download_ncp: what moved between two days, an order a line. */
export function answerDownload({ values, engine, get }: World): SimulatorAnswer {
  const { faults, book } = engine
  const broken = engine.broken('list', undefined, '<DOWNLOAD_REPLY><PAY')
  if (broken) return broken
  const isUser =
    get('PSPID') === values.pspid && get('USERID') === values.apiUserId && get('PSWD') === values.apiPassword
  if (!isUser) return download('<SYSTEM_ERROR>Access denied</SYSTEM_ERROR>')
  if (faults.take('list-forbidden'))
    return download('<SYSTEM_ERROR>File Download is Not available for your profile</SYSTEM_ERROR>')
  const [from, to] = ['af', 'at'].map((prefix) => ['y', 'm', 'd'].map((part) => get(prefix + part)).join('-'))
  const dayOf = ({ paidAtMs }: Attempt) => toInstant(paidAtMs).slice(0, 10)
  const moved = book.all().filter((each) => each.status !== '' && `${from}` <= dayOf(each) && dayOf(each) <= `${to}`)
  const lines = moved.flatMap((attempt) => {
    const lies = listLies(faults, attempt.reference, attempt.charged)
    return lies ? [line({ ...attempt, charged: lies.amount, status: lies.status ?? attempt.status })] : []
  })
  const reference = strangePayment(faults)
  const paidAtMs = Date.parse(`${from}T10:00:00Z`)
  const strange = { payId: '3999999999', status: '9', charged: amount(4321, 'EUR'), brand: 'VISA', paidAtMs }
  if (reference !== undefined) lines.push(line({ ...strange, reference }))
  return download(`<DOWNLOAD_REPLY>${lines.join('')}</DOWNLOAD_REPLY>`)
}

type Listed = Pick<Attempt, 'payId' | 'reference' | 'status' | 'charged' | 'brand' | 'paidAtMs'>

function line({ payId, reference, status, charged, brand, paidAtMs }: Listed): string {
  const [year = '', month, day] = toInstant(paidAtMs).slice(0, 10).split('-')
  const date = `${Number(day)}/${month}/${year}`
  const money = { TOTAL: writeMajor(charged), CUR: charged.unit, METHOD: 'CreditCard', BRAND: brand, ACTION: 'VEN' }
  return element('PAYMENT', { ID: payId, REF: reference, ORDER: date, STATUS: status, PAYDATE: date, ...money })
}

function element(name: string, attributes: Readonly<Record<string, string>>): string {
  const text = Object.entries(attributes).map(([each, value]) => `${each}="${escapeHtml(value)}"`)
  return `<${name} ${text.join(' ')}/>`
}

const ncresponse = (attributes: Readonly<Record<string, string>>): SimulatorAnswer =>
  answers.xml(element('ncresponse', attributes))

const download = (body: string): SimulatorAnswer => answers.xml(body, '<?xml version="1.0" encoding="iso-8859-1"?>')

import { amount, parseAmount } from '../../kit/amount.ts'
import { MINUTE } from '../../kit/clock.ts'
import type {
  Outside,
  PageControls,
  Simulator,
  SimulatorAnswer,
  SimulatorOrder,
  SimulatorRequest,
  Surroundings,
} from '../gateway.ts'
import { pageControls } from '../gateway.ts'
import type { OgoneSettings } from './ogone-gateway.ts'
import { type HashAlgorithm, isSignedIn, type Params } from './ogone-signature.ts'
import { type Attempt, createBook } from './ogone-simulator-book.ts'
import { answerDirectLink } from './ogone-simulator-direct-link.ts'
import { feedbackOf } from './ogone-simulator-feedback.ts'
import { bankCss, errorPage, hostedPage, plainPage } from './ogone-simulator-page.ts'

const lateMs = 10 * MINUTE
const finalStatuses = new Set(['5', '9', '91', '92', '52', '8', '81'])

/**
 * The platform as a shop meets it: the signed form, a hosted page, signed notices, DirectLink. It keeps its own
 * books and checks our signatures as the real one does. Faults are scripted; each fires a counted number of times.
 */
export function createOgoneSimulator(values: OgoneSettings, around: Surroundings, outside: Outside) {
  const book = createBook()
  const faults: Array<{ fault: string; left: number; reference: string | undefined; value: string | undefined }> = []
  const fired: Record<string, number> = {}
  const underWay = new Set<Promise<unknown>>()
  const later: Array<{ atMs: number; body: string }> = []
  const base = around.simulatorUrl
  const algorithm = values.hashAlgorithm as HashAlgorithm
  const signing = { passphrase: values.shaOut, algorithm }

  /** Takes the fault if it is ordered for this attempt or for all. */
  function faultNamed(name: string, reference?: string): { value: string | undefined } | undefined {
    const index = faults.findIndex((each) => each.fault === name && (!each.reference || each.reference === reference))
    const fault = faults[index]
    if (!fault) return undefined
    fault.left -= 1
    if (fault.left <= 0) faults.splice(index, 1)
    fired[name] = (fired[name] ?? 0) + 1
    return fault
  }

  function post(body: string): void {
    const sending = outside.http.send({
      method: 'POST',
      url: `${around.loopbackUrl}/notices/ogone`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
      timeoutMs: 5_000,
      allowedOrigins: [around.loopbackUrl],
    })
    underWay.add(sending)
    void sending.finally(() => underWay.delete(sending))
  }

  function notify(attempt: Attempt, how: PageControls['notice']): void {
    if (how === 'never' || faultNamed('notice-drop', attempt.reference)) return
    const forged = how === 'forged' || faultNamed('notice-bad-key', attempt.reference) !== undefined
    const told =
      how === 'wrong-amount'
        ? { ...attempt, charged: amount(attempt.charged.minor + 100, attempt.charged.unit) }
        : attempt
    const body = feedbackOf(
      told,
      forged ? { ...signing, passphrase: 'somebody else’s passphrase' } : signing,
    ).toString()
    if (how === 'late') later.push({ atMs: outside.clock.nowMs() + lateMs, body })
    else post(body)
    if (how === 'twice' || faultNamed('notice-twice', attempt.reference)) post(body)
  }

  function showPage(request: SimulatorRequest): SimulatorAnswer {
    const params = formOf(request)
    const form = new Map(params.map(([name, value]) => [name.toUpperCase(), value]))
    const error = requestError(params, form)
    if (error) return html(200, errorPage(error, base))
    const reference = form.get('ORDERID') ?? ''
    const known = book.find(reference)
    if (known && finalStatuses.has(known.status)) return html(200, plainPage(known, { base, say: 'again' }))
    const asked = amount(Number(form.get('AMOUNT')), form.get('CURRENCY') ?? '')
    const attempt = known ?? book.open({ reference, asked, form })
    return html(200, hostedPage(attempt, { base, merchant: form.get('TITLE') || values.pspid }))
  }

  function requestError(params: Params, form: ReadonlyMap<string, string>): string | undefined {
    if (form.get('PSPID') !== values.pspid) return 'PSPID not found or not active'
    for (const name of ['ORDERID', 'AMOUNT', 'CURRENCY', 'LANGUAGE'])
      if (!form.get(name)) return `no ${name.toLowerCase()}`
    if ((form.get('ORDERID') ?? '').length > 30) return 'orderID too long'
    if (!/^[1-9]\d{0,14}$/.test(form.get('AMOUNT') ?? '')) return 'amount too long or not numeric'
    if (!parseAmount('1', form.get('CURRENCY') ?? '')) return 'not a valid currency'
    const signature = form.get('SHASIGN')
    if (signature === undefined) return 'unknown order/0/s'
    return isSignedIn(params, signature, { passphrase: values.shaIn, algorithm }) ? undefined : 'unknown order/1/s'
  }

  function pay(request: SimulatorRequest): SimulatorAnswer {
    const form = new Map(formOf(request))
    const attempt = book.find(form.get('ORDERID') ?? '')
    if (!attempt) return html(404, errorPage('unknown order', base))
    const controls = controlsOf(form)
    if (!finalStatuses.has(attempt.status)) {
      applyOutcome(attempt, controls, form.get('CARDNO') ?? '')
      notify(attempt, controls.notice)
    }
    if (controls.return === 'no') return html(200, plainPage(attempt, { base, say: 'closed' }))
    const urlName = { accept: 'ACCEPTURL', refuse: 'DECLINEURL', cancel: 'CANCELURL', pend: 'ACCEPTURL' }[
      controls.outcome
    ]
    const url = new URL(attempt.form.get(urlName) ?? base)
    for (const [name, value] of feedbackOf(attempt, signing)) url.searchParams.append(name, value)
    return { status: 303, headers: { location: url.href }, body: '' }
  }

  function applyOutcome(attempt: Attempt, controls: PageControls, cardNumber: string): void {
    const digits = cardNumber.replace(/\D/g, '')
    attempt.cardNo = `XXXXXXXXXXXX${digits.slice(-4).padStart(4, '1')}`
    attempt.brand = digits.startsWith('5') ? 'MasterCard' : 'VISA'
    const charge = faultNamed('charge-amount', attempt.reference)
    if (charge) attempt.charged = amount(Number(charge.value), attempt.asked.unit)
    const byCard: Record<string, string> = { 4111113333333333: '2', 4111116666666666: '92' }
    const accepted = byCard[digits] ?? '9'
    attempt.status = { accept: accepted, refuse: '2', cancel: '1', pend: '91' }[controls.outcome]
  }

  function script(order: SimulatorOrder): void {
    const attempt = order.reference === undefined ? undefined : book.find(order.reference)
    const set = (status: string) => {
      if (!attempt) return
      attempt.status = status
      attempt.cardNo ||= 'XXXXXXXXXXXX1111'
      attempt.brand ||= 'VISA'
      notify(attempt, 'once')
    }
    const statuses: Record<string, string> = {
      settle: order.value === 'refuse' ? '2' : '9',
      pay: '9',
      status: order.value ?? '',
    }
    const status = statuses[order.fault]
    if (status !== undefined) set(status)
    else faults.push({ fault: order.fault, left: order.times ?? 1, reference: order.reference, value: order.value })
  }

  const simulator: Simulator & { idle(): Promise<void>; fired: Readonly<Record<string, number>> } = {
    fired,
    async handle(request) {
      const { path } = request
      if (path === '/bank.css') return { status: 200, headers: { 'content-type': 'text/css' }, body: bankCss }
      if (/^\/ncol\/test\/orderstandard(_utf8)?\.asp$/.test(path)) return showPage(request)
      if (path === '/ncol/test/pay' && request.method === 'POST') return pay(request)
      if (/^\/ncol\/test\/(query|maintenance)direct(_utf8)?\.asp$/.test(path)) {
        return answerDirectLink(request, { params: formOf(request), book, values, faultNamed, notify })
      }
      return html(404, errorPage('no such page', base))
    },
    script,
    books: () => book.all().map(asSimulated),
    async runDue() {
      const now = outside.clock.nowMs()
      const due = later.filter((each) => each.atMs <= now)
      for (const each of due) {
        later.splice(later.indexOf(each), 1)
        post(each.body)
      }
      await simulator.idle()
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
  return simulator
}

function controlsOf(form: ReadonlyMap<string, string>): PageControls {
  const pick = <Value extends string>(list: readonly [Value, ...Value[]], name: string): Value =>
    list.find((value) => value === form.get(name)) ?? list[0]
  return {
    outcome: pick(pageControls.outcome, 'outcome'),
    notice: pick(pageControls.notice, 'notice'),
    return: pick(pageControls.return, 'return'),
  }
}

function formOf(request: SimulatorRequest): Params {
  const text = request.method === 'GET' ? request.query : Buffer.from(request.body).toString('utf8')
  return [...new URLSearchParams(text)]
}

const html = (status: number, body: string): SimulatorAnswer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body,
})

function asSimulated(attempt: Attempt): ReturnType<Simulator['books']>[number] {
  const paid = ['9', '8', '81', '95'].includes(attempt.status)
  const pending = ['91', '92', '51', '52', '5'].includes(attempt.status)
  const closed = attempt.status === '1' ? 'cancelled' : attempt.status === '' ? 'open' : 'refused'
  return {
    reference: attempt.reference,
    attemptRef: attempt.payId,
    operation: attempt.payId,
    amount: attempt.charged,
    status: paid ? 'paid' : pending ? 'pending' : closed,
    refundedMinor: attempt.refundedMinor,
  }
}

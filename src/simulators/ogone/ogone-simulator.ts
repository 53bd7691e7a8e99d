import type { Outside, Surroundings } from '../../gateways/gateway-kind.ts'
import { type Params, paramOf } from '../../gateways/kit/notices/raw-notice.ts'
import type { OgoneSettings } from '../../gateways/ogone/ogone-gateway.ts'
import type { HttpAnswer } from '../../kit/http/http-client.ts'
import { answers } from '../engine/answers.ts'
import { createSimulator, type Engine, type Provider } from '../engine/create-simulator.ts'
import { errorPage } from '../engine/hosted-page.ts'
import { pairsOf } from '../engine/page-flow.ts'
import type { PageControls, Simulator, SimulatorAct, SimulatorAnswer, SimulatorRequest } from '../engine/simulator.ts'
import { type Attempt, asSimulated, createPayIds, payBack, recallAttempt } from './ogone-simulator-attempt.ts'
import { answerDirectLink, answerDownload } from './ogone-simulator-direct-link.ts'
import { type NoticeTiming, noticeTimings, repeatsOf, writeNotice } from './ogone-simulator-feedback.ts'
import { ogonePage } from './ogone-simulator-page.ts'

/** No status of the platform tells of a chargeback. */
const unknownHere = new Set<SimulatorAct>(['charge-back', 'win-back', 'inquiry'])

/** The platform's status after what somebody did. */
function statusAfter(act: SimulatorAct, value: string | undefined): string {
  if (act === 'settle') return value === 'refuse' ? '2' : '9'
  const statuses: Partial<Record<SimulatorAct, string>> = { pend: '91', refuse: '2', cancel: '1', 'refund-here': '8' }
  return act === 'status' ? (value ?? '') : (statuses[act] ?? '9')
}

/**
 * The platform as a shop meets it: the signed form, a hosted page, signed notices, DirectLink. It keeps its own books
 * and checks our signatures as the real one does.
 */
export const createOgoneSimulator = (values: OgoneSettings, around: Surroundings, outside: Outside): Simulator =>
  createSimulator<Attempt>(
    { keyOf: ({ reference }) => reference, provider: (engine) => platform(engine, values, around) },
    around,
    outside,
  )

type ApiPlace = { values: OgoneSettings; engine: Engine<Attempt> }

function platform(engine: Engine<Attempt>, values: OgoneSettings, around: Surroundings): Provider<Attempt> {
  const { book, faults } = engine
  const nextPayId = createPayIds()
  let timing: NoticeTiming = 'deferred'

  /** The answer to the notice, as far as it left at once. */
  async function notify(
    attempt: Attempt,
    how: PageControls['notice'],
    more: Params = [],
  ): Promise<HttpAnswer | undefined> {
    const { reference } = attempt
    const about = { reference, how: timing === 'none' ? ('never' as const) : how, repeats: repeatsOf(timing) }
    return engine.tell(about, (ordered) => {
      const number: Params = faults.take('notice-numbered', reference) ? [['PAYIDSUB', String(attempt.refunds)]] : []
      return writeNotice(
        { attempt, ordered, more: [...number, ...more] },
        values,
        `${around.loopbackUrl}/notices/ogone`,
      )
    })
  }

  function become(attempt: Attempt, status: string): void {
    // Who tries again on the page gets another PAYID under the same ORDERID.
    if (faults.take('charge-operation', attempt.reference)) attempt.payId = nextPayId()
    attempt.status = status
    attempt.paidAtMs ||= engine.nowMs()
    attempt.cardNo ||= 'XXXXXXXXXXXX1111'
    attempt.brand ||= 'VISA'
    if (status === '9') attempt.charged = engine.charged(attempt.charged, attempt.reference)
  }

  return {
    page: ogonePage({ values, around, engine, nextPayId, become, notify, isOnline: () => timing.startsWith('online') }),
    answer: (request) => answerPlatform(request, { values, engine }, around.simulatorUrl),
    act(attempt, act, value) {
      if (unknownHere.has(act)) return false
      if (act === 'refund-here') payBack(attempt, Number(value))
      if (act !== 'tell') become(attempt, statusAfter(act, value))
      void notify(attempt, 'once', act === 'tell' ? [['ECI', '5']] : [])
      return true
    },
    findByReference: (reference) => book.get(reference),
    asSimulated,
    recall: recallAttempt,
    ownOrders: {
      'notice-timing': (value) => {
        timing = noticeTimings.find((each) => each === value) ?? 'deferred'
      },
    },
  }
}

function answerPlatform(request: SimulatorRequest, { values, engine }: ApiPlace, base: string): SimulatorAnswer {
  const params = pairsOf(request)
  if (/^\/ncol\/test\/(query|maintenance)direct(_utf8)?\.asp$/.test(request.path))
    return answerDirectLink(request.path, { params, values, engine, get: (name) => paramOf(params, name) })
  if (request.path === '/ncol/test/payment_download_ncp.asp' && request.method === 'POST')
    return answerDownload({ params, values, engine, get: (name) => params.find(([each]) => each === name)?.[1] ?? '' })
  return answers.html(404, errorPage('no such page', base))
}

import type { Params } from '../../gateways/kit/notices/raw-notice.ts'
import type { OgoneSettings } from '../../gateways/ogone/ogone-gateway.ts'
import { type Signing, signOut } from '../../gateways/ogone/ogone-signature.ts'
import { MINUTE } from '../../kit/clock.ts'
import type { HttpAnswer } from '../../kit/http/http-client.ts'
import { answers } from '../engine/answers.ts'
import type { Ordered } from '../engine/create-simulator.ts'
import type { Repeats } from '../engine/post-office.ts'
import type { SimulatorAnswer, WebhookDelivery } from '../engine/simulator.ts'
import { type Attempt, toldAmount, writeMajor } from './ogone-simulator-attempt.ts'

/**
 * When the platform posts the notice of a payment, as its back office has it: never; in the
 * background; before the payer sees the result; or so, and in the background once that has failed.
 */
export const noticeTimings = ['none', 'deferred', 'online', 'online-or-deferred'] as const
export type NoticeTiming = (typeof noticeTimings)[number]

/** Only the last one repeats: every ten minutes, four times at most, until a plain 200. */
export const repeatsOf = (timing: NoticeTiming): Repeats | undefined =>
  timing === 'online-or-deferred' ? { everyMs: 10 * MINUTE, times: 4, isTaken: (status) => status === 200 } : undefined

/**
 * What our answer to an online notice does to the payer's browser: a redirect leads it elsewhere, a page stands instead
 * of the result. Undefined for what leaves the platform's own way: nothing, or a few words.
 */
export function wayOf(answer: HttpAnswer | undefined): SimulatorAnswer | undefined {
  if (answer?.is !== 'answer') return undefined
  const location = answer.headers.get('location')
  if (answer.status === 302 && location !== null) return answers.goTo(location)
  return answer.text.includes('<html>') ? answers.html(200, answer.text) : undefined
}

/**
 * The parameters of a notice and of the return, with the platform's odd casing, signed. A refund's number in the
 * payment's history is among those that an account must select: most do not, so it is absent unless `more` has it.
 */
export function feedbackOf(attempt: Attempt, signing: Signing, more: Params = []): URLSearchParams {
  const told = toldAmount(attempt)
  const params: Params = [
    ['orderID', attempt.reference],
    ['currency', told.unit],
    ['amount', writeMajor(told)],
    ['PM', 'CreditCard'],
    ['ACCEPTANCE', attempt.status === '9' ? 'test123' : ''],
    ['STATUS', attempt.status],
    ['CARDNO', attempt.cardNo],
    ['PAYID', attempt.payId],
    ['NCERROR', attempt.status === '2' ? '30001001' : '0'],
    ['BRAND', attempt.brand],
    ['CN', attempt.form.get('CN') ?? ''],
    ...more,
  ]
  return new URLSearchParams([...params.map(([name, value]) => [name, value]), ['SHASIGN', signOut(params, signing)]])
}

type Letter = { attempt: Attempt; ordered: Ordered; more: Params }

/** A notice, with the lies and the key that were ordered. Only the notice lies: a look-up tells what was charged. */
export function writeNotice({ attempt, ordered, more }: Letter, values: OgoneSettings, url: string): WebhookDelivery {
  const told: Attempt = {
    ...attempt,
    reference: ordered.reference ?? attempt.reference,
    charged: ordered.sum(attempt.charged) ?? attempt.charged,
    status: ordered.type ?? attempt.status,
  }
  const passphrases = { ours: values.shaOut, old: values.shaOutBefore, strange: 'somebody else’s passphrase' }
  const signing = { passphrase: passphrases[ordered.key], algorithm: values.hashAlgorithm }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return { method: 'POST', url, headers, body: feedbackOf(told, signing, more).toString() }
}

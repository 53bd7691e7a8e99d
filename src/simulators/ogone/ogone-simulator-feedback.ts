import type { HashAlgorithm } from '../../gateways/kit/proofs.ts'
import type { Params } from '../../gateways/kit/raw-form.ts'
import { signOut } from '../../gateways/ogone/ogone-signature.ts'
import { amount } from '../../kit/amount.ts'
import { type Faults, keyOf, liesOf } from '../engine/faults.ts'
import type { PageControls, WebhookDelivery } from '../engine/simulator.ts'
import type { Attempt } from './ogone-simulator-book.ts'
import { writeMajor } from './ogone-simulator-book.ts'

type Signing = { passphrase: string; algorithm: HashAlgorithm }

/**
 * The parameters of a notice and of the return, with the platform's odd casing, signed. A refund's number in the
 * payment's history is among those that an account must select: most do not, so it is absent unless `more` has it.
 */
export function feedbackOf(attempt: Attempt, signing: Signing, more: Params = []): URLSearchParams {
  const isRefund = ['8', '81', '83'].includes(attempt.status)
  const told = isRefund ? amount(attempt.lastRefundMinor, attempt.charged.unit) : attempt.charged
  const params: Array<readonly [string, string]> = [
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

export type Sender = { url: string; passphrases: { ours: string; old: string }; algorithm: HashAlgorithm }

/** A notice, with the lies and the key that were ordered. Only the notice lies: a look-up tells what was charged. */
export function writeNotice(
  attempt: Attempt,
  ordered: { how: PageControls['notice']; faults: Faults; more?: Params },
  sender: Sender,
): WebhookDelivery {
  const { charged } = attempt
  const lies = liesOf(ordered.faults, attempt.reference)
  const wrong = ordered.how === 'wrong-amount' ? charged.minor + 100 : charged.minor
  const told: Attempt = {
    ...attempt,
    reference: lies.reference ?? attempt.reference,
    charged: amount(Number(lies.minor ?? wrong), lies.currency ?? charged.unit),
    status: lies.type ?? attempt.status,
  }
  const key = ordered.how === 'forged' ? 'strange' : keyOf(ordered.faults, attempt.reference)
  const passphrase = key === 'strange' ? 'somebody else’s passphrase' : sender.passphrases[key]
  const { algorithm } = sender
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const isNumbered = ordered.faults.take('notice-numbered', attempt.reference) !== undefined
  const number: Params = isNumbered ? [['PAYIDSUB', String(attempt.refunds)]] : []
  const more = [...number, ...(ordered.more ?? [])]
  const body = feedbackOf(told, { passphrase, algorithm }, more).toString()
  return { method: 'POST', url: sender.url, headers, body }
}

import { writeMajor } from './ogone-facts.ts'
import { type HashAlgorithm, signOut } from './ogone-signature.ts'
import type { Attempt } from './ogone-simulator-book.ts'

/** The parameters of a notice and of the return, with the platform's odd casing, signed. */
export function feedbackOf(
  attempt: Attempt,
  signing: { passphrase: string; algorithm: HashAlgorithm },
): URLSearchParams {
  const params: Array<[string, string]> = [
    ['orderID', attempt.reference],
    ['currency', attempt.charged.unit],
    ['amount', writeMajor(attempt.charged)],
    ['PM', 'CreditCard'],
    ['ACCEPTANCE', attempt.status === '9' ? 'test123' : ''],
    ['STATUS', attempt.status],
    ['CARDNO', attempt.cardNo],
    ['PAYID', attempt.payId],
    ['NCERROR', attempt.status === '2' ? '30001001' : '0'],
    ['BRAND', attempt.brand],
    ['CN', attempt.form.get('CN') ?? ''],
  ]
  return new URLSearchParams([...params, ['SHASIGN', signOut(params, signing)]])
}

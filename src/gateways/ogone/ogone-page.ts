import { exponentOf } from '../../kit/amount.ts'
import type { Language } from '../../kit/language.ts'
import type { PaymentToStart, StartOutcome } from '../gateway.ts'
import { fitText } from '../kit/fit-text.ts'
import type { Params } from '../kit/notices/raw-form.ts'
import type { OgoneSettings } from './ogone-gateway.ts'
import { signIn } from './ogone-signature.ts'

/** The hosted page's own names of languages. */
const pageLocales: Readonly<Record<Language, string>> = { fr: 'fr_FR', en: 'en_US', de: 'de_DE' }

type Settings = Pick<OgoneSettings, 'pspid' | 'shaIn' | 'hashAlgorithm'>

/** The signed form that leads to the hosted page. Field widths are the smaller of what the vendor's guides give. */
export function startForm(payment: PaymentToStart, action: string, settings: Settings): StartOutcome {
  const { amount, payer, returnUrl } = payment
  if (amount.minor <= 0) return { do: 'refused', why: 'amount must be positive' }
  // The guides say "times 100" and show two decimals only: how others are written is not known.
  if (exponentOf(amount.unit) !== 2) return { do: 'refused', why: 'only currencies with two decimals' }
  const fields: Params = [
    ['PSPID', settings.pspid],
    ['ORDERID', payment.reference],
    ['AMOUNT', String(amount.minor)],
    ['CURRENCY', amount.unit],
    ['LANGUAGE', pageLocales[payment.language]],
    ['CN', clean(payer.name, 35)],
    ['EMAIL', payer.email.length <= 50 ? payer.email : ''],
    ['COM', clean(payment.description, 100)],
    ['TITLE', clean(payment.shopName, 60)],
    ['OPERATION', 'SAL'],
    ['ACCEPTURL', returnUrl],
    ['DECLINEURL', returnUrl],
    ['EXCEPTIONURL', returnUrl],
    ['CANCELURL', payment.cancelUrl],
  ]
  const sent = fields.filter(([, value]) => value !== '')
  const signature = signIn(sent, { passphrase: settings.shaIn, algorithm: settings.hashAlgorithm })
  return { do: 'post', form: { action, fields: [...sent, ['SHASIGN', signature]] } }
}

const clean = (text: string, most: number): string => fitText(text, { most, of: 'characters', without: /["<>]/g })

import type { frVat } from '../fr/fr-vat.ts'

export const enVat = {
  'vat.title': 'VAT rates',
  'vat.says':
    'The price of an article includes its VAT: when a rate changes, the price stays and the share of VAT changes. An order keeps the rate of the day it was placed.',
  'vat.none_yet': 'No VAT rate is set. Set one first.',
  'vat.none': 'No rate yet. Without one nothing can be sold.',
  'vat.code': 'Code',
  'vat.code_hint':
    'A short name such as fr-20 or reduced: small letters without accents, digits, dots and hyphens. A code that exists changes its rate; a new code is added.',
  'vat.rate': 'Rate in per cent',
  'vat.rate_hint': 'For instance 20 or 5.5.',
  'vat.day': 'From',
  'vat.day_hint': 'Today: at once. Another day: from midnight. A new code holds from the start, whatever the day.',
  'vat.today': 'Today',
  'vat.coming': 'To come',
  'vat.coming_one': '{rate} from {date}',
  'vat.no_coming': 'Nothing planned',
  'vat.set': 'Set a rate',
  'vat.change': 'Change the rate of {code}',
  'vat.save': 'Set this rate',
  'vat.saved': 'Saved. The articles under this code follow, each on its day.',
  'vat.history': 'History',
  'vat.from_start': 'The start',
  'vat.who': 'Set by',
  'vat.when': 'Set on',
  'problem.vat_code': 'Write a code of 20 signs at most: small letters without accents, digits, dots, hyphens.',
  'problem.vat_rate': 'Write a rate from 0 to 99.99, with two decimals at most.',
  'problem.vat_past': 'This day is over. What was sold keeps its rate: choose today or later.',
  'problem.vat_same': 'This code has this rate on that day already. Change the rate or the day.',
} as const satisfies Record<keyof typeof frVat, string>

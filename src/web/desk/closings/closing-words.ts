import type { Closing, ClosingKind } from '../../../finance/closing.ts'
import { startOfDay } from '../../../kit/day.ts'
import { isMessageKey } from '../../../messages/translate.ts'
import { dateText, dayText, type View } from '../../look/view.ts'

export const closingKinds: readonly ClosingKind[] = ['day', 'month', 'year']

/** `30 novembre 2026`, `novembre 2026`, `2026`. */
export function periodText(view: View, { kind, period }: Pick<Closing, 'kind' | 'period'>): string {
  if (kind === 'year') return period
  return kind === 'day' ? dayText(view, period) : dateText(view, startOfDay(`${period}-01`, view.timeZone), 'month')
}

/** The currencies of which a closing tells; euros where nothing was ever sold. */
export function currenciesOf({ perpetual }: Pick<Closing, 'perpetual'>): string[] {
  const units = Object.keys(perpetual)
  return units.length === 0 ? ['EUR'] : units
}

/** What was sold and given back in the period, VAT included, in one currency. */
export function movedIn({ totals }: Pick<Closing, 'totals'>, unit: string) {
  let [soldMinor, soldVatMinor, backMinor] = [0, 0, 0]
  for (const rate of totals.vat) {
    if (rate.unit !== unit) continue
    soldMinor += rate.netMinor + rate.vatMinor
    soldVatMinor += rate.vatMinor
    backMinor += rate.backNetMinor + rate.backVatMinor
  }
  return { soldMinor, soldVatMinor, backMinor }
}

/** How many receipts or credit notes were issued in the period. */
export const countOf = ({ totals }: Pick<Closing, 'totals'>, kind: 'receipt' | 'credit_note'): number =>
  totals.papers.filter(({ series }) => series.startsWith(`${kind}:`)).reduce((sum, { count }) => sum + count, 0)

/** The books' accounts in words, those of people together; `rateOf` says a VAT code as its rate. */
export function accountText(view: View, account: string, rateOf: (code: string) => string): string {
  const { t } = view
  const [kind = '', name = ''] = account.split(':')
  switch (kind) {
    case 'gateway':
      return t('books.gateway', { name: view.method(name).name })
    case 'fees':
      return t('books.fees', { name: view.method(name).name })
    case 'sales':
      return t('closings.sales', { rate: rateOf(name) })
    case 'vat':
      return t('closings.vat', { rate: rateOf(name) })
    case 'wallet':
      return t(name === 'given' ? 'closings.wallets_given' : 'closings.wallets_bought')
    case 'used': {
      const category = `usage.${name}`
      return t('circulation.used', { category: isMessageKey(category) ? t(category) : name })
    }
    default: {
      const words = `books.account_${kind.replace('-', '_')}`
      return isMessageKey(words) ? t(words) : account
    }
  }
}

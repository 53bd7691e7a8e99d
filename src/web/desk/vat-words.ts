import type { VatRates } from '../../catalogue/vat-rate.ts'
import type { Instant } from '../../kit/clock.ts'
import { formatPercent } from '../../messages/format.ts'
import type { View } from '../look/view.ts'

/** `20 %`, today or at another instant; `20 % (fr-20)` where another code has the same rate then. */
export const vatText = (view: View, code: string, rates: VatRates, at?: Instant): string =>
  named(view, { code, rates, at, said: formatPercent(rates.rateOf(code, at) ?? 0, view.language) })

/** `20 %`, or `20 % puis 21 %` where the rate changed between the two. */
export function vatTextBetween(view: View, code: string, rates: VatRates, span: { fromAt: Instant; untilAt: Instant }) {
  const [first, ...others] = rates
    .ratesBetween(code, span.fromAt, span.untilAt)
    .map((rateBp) => formatPercent(rateBp, view.language))
  if (first === undefined) return code
  const said = others.reduce((before, rate) => view.t('articles.vat_then', { before, rate }), first)
  return named(view, { code, rates, at: span.fromAt, said })
}

type Named = { code: string; rates: VatRates; at: Instant | undefined; said: string }

function named({ t }: View, { code, rates, at, said }: Named): string {
  const isShared = rates.codes().some((each) => each !== code && rates.rateOf(each, at) === rates.rateOf(code, at))
  return isShared ? t('articles.vat_code', { rate: said, code }) : said
}

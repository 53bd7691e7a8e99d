import { limitNames } from '../../../../catalogue/buying-limits.ts'
import { fieldIn, writtenLanguages } from '../../../../kit/language.ts'
import type { MessageKey } from '../../../../messages/translate.ts'
import { inLanguage, type View } from '../../../look/view.ts'
import { limitLabel } from '../plan-lines.ts'

const labels: Readonly<Record<string, MessageKey>> = {
  number: 'articles.f_number',
  price: 'articles.p_price',
  credit: 'articles.p_credit',
  rate: 'articles.p_credit',
  vat: 'articles.f_vat',
  lowest: 'articles.f_lowest',
  highest: 'articles.f_highest',
  step: 'articles.f_step',
  nextFrom: 'articles.f_nextFrom',
  nextPrice: 'articles.f_nextPrice',
  nextVat: 'articles.f_nextVat',
  from: 'articles.f_from',
  until: 'articles.f_until',
}
const partsOfOffer: Readonly<Record<string, MessageKey>> = {
  kind: 'articles.h_offers',
  value: 'articles.offer_value',
  from: 'articles.offer_from',
  until: 'articles.offer_until',
}

/** What a field of the form of an article is called, for the list of what is to be mended above the form. */
export function articleFieldName(view: View, currency: string, field: string): string | undefined {
  const { t } = view
  const [, place, part = ''] = /^offer(\d+)_(\w+)$/.exec(field) ?? []
  const ofOffer = partsOfOffer[part]
  if (ofOffer) return `${t('articles.block', { place: Number(place) + 1 })}, ${t(ofOffer)}`
  const language = writtenLanguages.find((each) => field === fieldIn('title', each) || field === fieldIn('text', each))
  if (language) {
    const key = field === fieldIn('title', language) ? 'articles.p_title' : 'articles.f_text'
    return inLanguage(view, t(key), language)
  }
  const limit = limitNames.find((name) => name === field)
  if (limit) return limitLabel(view, limit, currency)
  const label = labels[field]
  return label && t(label)
}

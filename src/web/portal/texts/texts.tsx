import { findTerms, type TermsOfSale, termsInForce } from '../../../catalogue/terms-of-sale.ts'
import { nowOf } from '../../../kit/clock.ts'
import { Failure } from '../../../kit/failure.ts'
import type { MessageKey } from '../../../messages/translate.ts'
import { sendPage } from '../../answer.ts'
import { dateText } from '../../look/view.ts'
import { paramOf, type Visit } from '../../visit.ts'
import { TextPage } from './text-page.tsx'

export async function showTerms(visit: Visit): Promise<unknown> {
  const { db, clock } = visit.site.shop.database
  const terms = await termsInForce(db, nowOf(clock))
  if (terms) return drawTerms(visit, terms)
  const { view } = visit
  const title = view.t('frame.terms')
  const page = <TextPage view={view} title={title} text={view.t('opening.no_text')} />
  return sendPage(visit, { title, children: page })
}

/** The text of any version: what was accepted stays readable. */
export async function showTermsVersion(visit: Visit): Promise<unknown> {
  return drawTerms(visit, await findTerms(visit.site.shop.database.db, paramOf(visit.request, 'termsId')))
}

/** Throws Failure `not_found` for a version that never was. */
function drawTerms(visit: Visit, terms: TermsOfSale | undefined): Promise<unknown> {
  if (!terms) throw new Failure('not_found', 'no terms of sale')
  const { view } = visit
  const title = view.t('frame.terms')
  const under = view.t('terms.version', { number: terms.number, date: dateText(view, terms.effectiveAt) })
  return sendPage(visit, {
    title,
    children: <TextPage view={view} title={title} under={under} text={terms.texts[view.language]} />,
  })
}

const textPage =
  (name: 'legal' | 'privacy' | 'accessibility', titleKey: MessageKey) =>
  (visit: Visit): Promise<unknown> => {
    const { view } = visit
    const title = view.t(titleKey)
    return sendPage(visit, {
      title,
      children: (
        <TextPage view={view} title={title} text={view.brand[name][view.language] || view.t('opening.no_text')} />
      ),
    })
  }

export const showLegal = textPage('legal', 'frame.legal')
export const showPrivacy = textPage('privacy', 'frame.privacy')
export const showAccessibility = textPage('accessibility', 'frame.accessibility')

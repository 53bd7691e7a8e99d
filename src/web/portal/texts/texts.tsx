import { findTerms, type TermsOfSale, termsInForce } from '../../../catalogue/terms-of-sale.ts'
import { nowOf } from '../../../kit/clock.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { textIn } from '../../../kit/language.ts'
import type { MessageKey } from '../../../messages/translate.ts'
import { sendPage } from '../../answer.ts'
import { OwnWords } from '../../look/own-words.tsx'
import { Lead } from '../../look/page-head.tsx'
import { dateText, type View } from '../../look/view.ts'
import { paramOf, type RequestContext } from '../../request-context.ts'

export async function showTerms(context: RequestContext): Promise<unknown> {
  const { db, clock } = context.site.shop.database
  const terms = await termsInForce(db, nowOf(clock))
  if (terms) return drawTerms(context, terms)
  const { view } = context
  const title = view.t('frame.terms')
  const page = <TextPage view={view} title={title} text={view.t('opening.no_text')} />
  return sendPage(context, { title, children: page })
}

/** The text of any version: what was accepted stays readable. */
export async function showTermsVersion(context: RequestContext): Promise<unknown> {
  return drawTerms(context, await findTerms(context.site.shop.database.db, paramOf(context.request, 'termsId')))
}

/** Throws Failure `not_found` for a version that never was. */
function drawTerms(context: RequestContext, found: TermsOfSale | undefined): Promise<unknown> {
  const terms = orNotFound(found, 'terms of sale')
  const { view } = context
  const title = view.t('frame.terms')
  const under = view.t('terms.version', { number: terms.number, date: dateText(view, terms.effectiveAt) })
  return sendPage(context, {
    title,
    children: <TextPage view={view} title={title} under={under} text={textIn(terms.texts, view.language)} />,
  })
}

const textPage =
  (name: 'legal' | 'privacy' | 'accessibility', titleKey: MessageKey) =>
  (context: RequestContext): Promise<unknown> => {
    const { view } = context
    const title = view.t(titleKey)
    return sendPage(context, {
      title,
      children: (
        <TextPage
          view={view}
          title={title}
          text={textIn(view.brand[name], view.language) || view.t('opening.no_text')}
        />
      ),
    })
  }

export const showLegal = textPage('legal', 'frame.legal')
export const showPrivacy = textPage('privacy', 'frame.privacy')
export const showAccessibility = textPage('accessibility', 'frame.accessibility')

/** A page of the operator's own words: terms of sale, legal notice, personal data, accessibility. */
function TextPage({ view, title, under, text }: { view: View; title: string; under?: string; text: string }) {
  return (
    <>
      <Lead title={title}>{under && <p>{under}</p>}</Lead>
      <OwnWords view={view} class="prose hung mt5" text={text} />
    </>
  )
}

import { escapeHtml } from '../../kit/text/html.ts'
import { controlFields, lastPage, page, purchase } from '../engine/hosted-page.ts'
import type { Attempt } from './ogone-simulator-book.ts'

const words = {
  fr: {
    title: 'Banque de démonstration',
    card: 'Carte bancaire',
    number: 'Numéro de carte',
    tests:
      'Numéros d’essai : 4111 1111 1111 1111 est accepté, 4111 1133 3333 3333 refusé, 4111 1166 6666 6666 incertain.',
    holder: 'Titulaire',
    expiry: 'Fin de validité (MM/AA)',
    cvc: 'Cryptogramme',
    outcome: 'La banque répond',
    pay: 'Répondre',
    fine: 'Cette page remplace celle d’Ogone pendant la démonstration.',
  },
  en: {
    title: 'Demonstration bank',
    card: 'Bank card',
    number: 'Card number',
    tests: 'Test numbers: 4111 1111 1111 1111 is accepted, 4111 1133 3333 3333 refused, 4111 1166 6666 6666 uncertain.',
    holder: 'Card holder',
    expiry: 'Expiry (MM/YY)',
    cvc: 'Security code',
    outcome: 'The bank answers',
    pay: 'Answer',
    fine: 'This page stands for Ogone’s during the demonstration.',
  },
}

const headOf = (attempt: Attempt, base: string) => {
  const language = attempt.form.get('LANGUAGE')?.startsWith('fr') ? ('fr' as const) : ('en' as const)
  return { language, base, title: words[language].title }
}

/** The hosted page with its card form. */
export function hostedPage(attempt: Attempt, at: { base: string; merchant: string }): string {
  const head = headOf(attempt, at.base)
  const text = words[head.language]
  const field = (name: string, label: string, value: string, hint = '') =>
    `<label class="f">${label}<input name="${name}" value="${value}" autocomplete="off"${hint && ' aria-describedby="tests"'}></label>`
  const bought = {
    title: text.title,
    price: attempt.asked,
    merchant: at.merchant,
    what: attempt.form.get('COM') ?? '',
    reference: attempt.reference,
  }
  return page(
    head,
    `
<form class="panel" method="post" action="${at.base}/ncol/test/pay">
${purchase(head.language, bought)}
<fieldset><legend>${text.card}</legend>
${field('CARDNO', text.number, '4111 1111 1111 1111', 'tests')}<p class="hint" id="tests">${text.tests}</p>
${field('CN', text.holder, escapeHtml(attempt.form.get('CN') ?? ''))}
<div class="two">${field('ED', text.expiry, '12/30')}${field('CVC', text.cvc, '123')}</div></fieldset>
${controlFields(head.language, text.outcome)}
<input type="hidden" name="ORDERID" value="${escapeHtml(attempt.reference)}"><button>${text.pay}</button></form>
<p class="fine">${text.fine}</p>`,
  )
}

/** After the answer without a return, and for an order that was answered before. */
export const plainPage = (attempt: Attempt, at: { base: string; say: 'closed' | 'again' }): string =>
  lastPage(headOf(attempt, at.base), at.say)

import { toDecimal } from '../../kit/amount.ts'
import { escapeHtml } from '../../kit/html.ts'
import { pageControls } from '../gateway.ts'
import type { Attempt } from './ogone-simulator-book.ts'

const words = {
  fr: {
    title: 'Banque de démonstration',
    warning: 'Aucune vraie carte, aucun vrai argent. Ne tapez jamais un vrai numéro de carte ici.',
    merchant: 'Commerçant',
    order: 'Référence',
    what: 'Achat',
    card: 'Carte bancaire',
    number: 'Numéro de carte',
    tests:
      'Numéros d’essai : 4111 1111 1111 1111 est accepté, 4111 1133 3333 3333 refusé, 4111 1166 6666 6666 incertain.',
    holder: 'Titulaire',
    expiry: 'Fin de validité (MM/AA)',
    cvc: 'Cryptogramme',
    simulation: 'Simulation',
    outcome: 'La banque répond',
    outcomes: { accept: 'Paiement accepté', refuse: 'Refusé', cancel: 'Annulé par le payeur', pend: 'En attente' },
    notice: 'La notification part',
    notices: {
      once: 'une fois',
      twice: 'deux fois',
      never: 'jamais',
      late: 'dix minutes plus tard',
      forged: 'avec une fausse signature',
      'wrong-amount': 'avec un autre montant',
    },
    back: 'Retour au site',
    backs: { yes: 'oui', no: 'non (onglet fermé)' },
    pay: 'Répondre',
    fine: 'Cette page remplace celle d’Ogone pendant la démonstration.',
    closed: 'Vous pouvez fermer cette fenêtre.',
    again: 'Cette commande est déjà traitée.',
  },
  en: {
    title: 'Demonstration bank',
    warning: 'No real card, no real money. Never type a real card number here.',
    merchant: 'Merchant',
    order: 'Reference',
    what: 'Purchase',
    card: 'Bank card',
    number: 'Card number',
    tests: 'Test numbers: 4111 1111 1111 1111 is accepted, 4111 1133 3333 3333 refused, 4111 1166 6666 6666 uncertain.',
    holder: 'Card holder',
    expiry: 'Expiry (MM/YY)',
    cvc: 'Security code',
    simulation: 'Simulation',
    outcome: 'The bank answers',
    outcomes: { accept: 'Payment accepted', refuse: 'Refused', cancel: 'Cancelled by the payer', pend: 'Pending' },
    notice: 'The notice leaves',
    notices: {
      once: 'once',
      twice: 'twice',
      never: 'never',
      late: 'ten minutes later',
      forged: 'with a false signature',
      'wrong-amount': 'with another amount',
    },
    back: 'Return to the site',
    backs: { yes: 'yes', no: 'no (tab closed)' },
    pay: 'Answer',
    fine: 'This page stands for Ogone’s during the demonstration.',
    closed: 'You may close this window.',
    again: 'This order has already been processed.',
  },
}
type Words = (typeof words)['fr']

const languageOf = (attempt: Pick<Attempt, 'form'>): 'fr' | 'en' =>
  attempt.form.get('LANGUAGE')?.startsWith('fr') ? 'fr' : 'en'

/** The hosted page: a bank's own, sharing nothing with the shop's look. */
export function hostedPage(attempt: Attempt, at: { base: string; merchant: string }): string {
  const language = languageOf(attempt)
  const text = words[language]
  const field = (name: string, label: string, value: string, hint = '') =>
    `<label class="f">${label}<input name="${name}" value="${value}" autocomplete="off"${hint && ' aria-describedby="tests"'}></label>`
  return page(
    { language, base: at.base, title: text.title },
    `
<form class="panel" method="post" action="${at.base}/ncol/test/pay">
<div class="top"><h1>${text.title}</h1><p class="sum">${toDecimal(attempt.asked)} ${attempt.asked.unit}</p></div>
<dl><dt>${text.merchant}</dt><dd>${escapeHtml(at.merchant)}</dd><dt>${text.what}</dt>
<dd>${escapeHtml(attempt.form.get('COM') ?? '')}</dd><dt>${text.order}</dt><dd>${escapeHtml(attempt.reference)}</dd></dl>
<fieldset><legend>${text.card}</legend>
${field('CARDNO', text.number, '4111 1111 1111 1111', 'tests')}<p class="hint" id="tests">${text.tests}</p>
${field('CN', text.holder, escapeHtml(attempt.form.get('CN') ?? ''))}
<div class="two">${field('ED', text.expiry, '12/30')}${field('CVC', text.cvc, '123')}</div></fieldset>
<fieldset class="simulation"><legend>${text.simulation}</legend>
${select(
  'outcome',
  text.outcome,
  pageControls.outcome.map((value) => [value, text.outcomes[value]]),
)}
${select(
  'notice',
  text.notice,
  pageControls.notice.map((value) => [value, text.notices[value]]),
)}
${select(
  'return',
  text.back,
  pageControls.return.map((value) => [value, text.backs[value]]),
)}
</fieldset>
<input type="hidden" name="ORDERID" value="${escapeHtml(attempt.reference)}"><button>${text.pay}</button></form>
<p class="fine">${text.fine}</p>`,
  )
}

function select(name: string, label: string, options: ReadonlyArray<readonly [string, string]>): string {
  const list = options.map(([value, word]) => `<option value="${value}">${word}</option>`).join('')
  return `<label class="f">${label}<select name="${name}">${list}</select></label>`
}

/** The payer who does not return, and the one who comes a second time. */
export function plainPage(attempt: Attempt, at: { base: string; say: 'closed' | 'again' }): string {
  const language = languageOf(attempt)
  const text: Words = words[language]
  return page(
    { language, base: at.base, title: text.title },
    `<div class="panel"><h1>${text.title}</h1><p>${text[at.say]}</p></div>`,
  )
}

/** Errors of the request are shown to the payer and never notified (ogone.md section 3). */
export function errorPage(error: string, base: string): string {
  return page(
    { language: 'en', base, title: 'Error' },
    `<div class="panel"><h1>Error</h1><p>${escapeHtml(error)}</p></div>`,
  )
}

function page(head: { language: 'fr' | 'en'; base: string; title: string }, body: string): string {
  return `<!doctype html>
<html lang="${head.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light"><title>SIMULATION – ${head.title}</title>
<link rel="stylesheet" href="${head.base}/bank.css"></head>
<body><header class="sim"><b>SIMULATION</b>${words[head.language].warning}</header><main>${body}</main></body></html>`
}

export const bankCss = `*{box-sizing:border-box;margin:0}
body{background:#e4e6e9;color:#16181b;font:16px/1.5 system-ui,"DejaVu Sans",sans-serif}
main{max-width:34rem;margin:2rem auto;padding:0 1.25rem}
h1,legend{font-size:1.25rem;font-weight:700;line-height:1.3;padding:0}
.sim{background:#ffd400;border-bottom:4px dashed #16181b;padding:.875rem 1.25rem;text-align:center}
.sim b{font-size:1.25rem;display:block}
.panel{background:#fff;border:2px solid #16181b;padding:1.5rem}
.panel>h1+p{margin-top:1rem}
.top{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:.25rem 1rem;
border-bottom:2px solid #16181b;padding-bottom:1rem;margin-bottom:1rem}
.sum{font-size:1.75rem;font-weight:700;line-height:1.2}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;font-size:.875rem}
dd{text-align:end;overflow-wrap:anywhere}
fieldset{border:0;padding:0;margin-top:1.5rem;display:grid;gap:.75rem;min-width:0}
.simulation{background:#fff6cc;border:1px dashed #16181b;padding:1rem}
.f{display:grid;gap:.25rem;font-weight:700;font-size:.875rem}
.two{display:grid;grid-template-columns:1fr 1fr;gap:.75rem}
input,select,button{font:inherit;min-height:2.75rem;width:100%;padding:.25rem .5rem;border:1px solid #4a4f57;background:#fff;color:#16181b}
.hint,.fine{font-size:.875rem;color:#4a4f57}
button{min-height:3rem;margin-top:1.5rem;border:2px solid #16181b;background:#16181b;color:#fff;font-weight:700;cursor:pointer}
:focus-visible{outline:3px solid #005fcc;outline-offset:2px}
.fine{text-align:center;margin-top:1.25rem}`

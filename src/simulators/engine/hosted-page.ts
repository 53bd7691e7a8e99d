import type { Amount } from '../../kit/amount.ts'
import type { Language } from '../../kit/language.ts'
import { escapeHtml } from '../../kit/text/html.ts'
import { formatFigure } from '../../messages/format.ts'
import { type PageControls, pageControls } from './simulator.ts'

export type PageLanguage = Language

const words = {
  fr: {
    warning: 'Aucune vraie carte, aucun vrai argent. Ne tapez jamais de vraies coordonnées ici.',
    merchant: 'Commerçant',
    order: 'Référence',
    what: 'Achat',
    simulation: 'Simulation',
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
    closed: 'Vous pouvez fermer cette fenêtre.',
    again: 'Cette commande est déjà traitée.',
  },
  en: {
    warning: 'No real card, no real money. Never type real details here.',
    merchant: 'Merchant',
    order: 'Reference',
    what: 'Purchase',
    simulation: 'Simulation',
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
    closed: 'You may close this window.',
    again: 'This order has already been processed.',
  },
}

/** Who sells what for how much, at the head of the page. */
export function purchase(
  language: PageLanguage,
  bought: { title: string; price: Amount; merchant: string; what: string; reference: string },
): string {
  const text = words[language]
  const price = `${formatFigure(bought.price, language)}\u00a0${bought.price.unit}`
  return `<div class="top"><h1>${escapeHtml(bought.title)}</h1><p class="sum">${escapeHtml(price)}</p></div>
<dl><dt>${text.merchant}</dt><dd>${escapeHtml(bought.merchant)}</dd><dt>${text.what}</dt>
<dd>${escapeHtml(bought.what)}</dd><dt>${text.order}</dt><dd>${escapeHtml(bought.reference)}</dd></dl>`
}

/** The same three controls on every simulated page: `outcome`, `notice`, `return`. */
export function controlFields(language: PageLanguage, whoAnswers: string): string {
  const text = words[language]
  const fields = [
    select(
      'outcome',
      whoAnswers,
      pageControls.outcome.map((value) => [value, text.outcomes[value]]),
    ),
    select(
      'notice',
      text.notice,
      pageControls.notice.map((value) => [value, text.notices[value]]),
    ),
    select(
      'return',
      text.back,
      pageControls.return.map((value) => [value, text.backs[value]]),
    ),
  ]
  return `<fieldset class="simulation"><legend>${text.simulation}</legend>\n${fields.join('\n')}\n</fieldset>`
}

function select(name: string, label: string, options: ReadonlyArray<readonly [string, string]>): string {
  const list = options.map(([value, word]) => `<option value="${value}">${word}</option>`).join('')
  return `<label class="f">${label}<select name="${name}">${list}</select></label>`
}

/** What was chosen on the page; anything else is the first choice. */
export function readControls(form: ReadonlyMap<string, string>): PageControls {
  const pick = <Value extends string>(list: readonly [Value, ...Value[]], name: string): Value =>
    list.find((value) => value === form.get(name)) ?? list[0]
  return {
    outcome: pick(pageControls.outcome, 'outcome'),
    notice: pick(pageControls.notice, 'notice'),
    return: pick(pageControls.return, 'return'),
  }
}

/** The payer who does not return, and the one who comes a second time. */
export function lastPage(at: { language: PageLanguage; base: string; title: string }, say: 'closed' | 'again'): string {
  return page(at, `<div class="panel"><h1>${escapeHtml(at.title)}</h1><p>${words[at.language][say]}</p></div>`)
}

/** What went wrong with the request, as a payer would see it. */
export function errorPage(error: string, base: string): string {
  const panel = `<div class="panel"><h1>Error</h1><p>${escapeHtml(error)}</p></div>`
  return page({ language: 'en', base, title: 'Error' }, panel)
}

/** The frame of every simulated page: a provider's own, sharing nothing with the shop's look. */
export function page(at: { language: PageLanguage; base: string; title: string }, body: string): string {
  return `<!doctype html>
<html lang="${at.language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light"><title>SIMULATION – ${escapeHtml(at.title)}</title>
<link rel="stylesheet" href="${at.base}/provider.css"></head>
<body><header class="sim"><b>SIMULATION</b>${words[at.language].warning}</header><main>${body}</main></body></html>`
}

/** The look of all simulated pages, served by each simulator below its own address. */
export const providerCss = `*{box-sizing:border-box;margin:0}
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
input,select,button{font:inherit;min-height:2.75rem;width:100%;padding:.25rem .5rem;
border:1px solid #4a4f57;background:#fff;color:#16181b}
.hint,.fine{font-size:.875rem;color:#4a4f57}
button{min-height:3rem;margin-top:1.5rem;border:2px solid #16181b;
background:#16181b;color:#fff;font-weight:700;cursor:pointer}
:focus-visible{outline:3px solid #005fcc;outline-offset:2px}
.fine{text-align:center;margin-top:1.25rem}`

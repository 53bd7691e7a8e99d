import type { Amount } from '../../kit/amount.ts'
import type { Language } from '../../kit/language.ts'
import { escapeHtml } from '../../kit/text/html.ts'
import { formatFigure } from '../../messages/format.ts'
import { translator } from '../../messages/translate.ts'
import { type PageControls, pageControls } from './simulator.ts'

/** Who sells what for how much, at the head of the page. */
export function purchase(
  language: Language,
  bought: { title: string; price: Amount; merchant: string; what: string; reference: string },
): string {
  const t = translator(language)
  const price = `${formatFigure(bought.price, language)}\u00a0${bought.price.unit}`
  return `<div class="top"><h1>${escapeHtml(bought.title)}</h1><p class="sum">${escapeHtml(price)}</p></div>
<dl><dt>${t('simulator.merchant')}</dt><dd>${escapeHtml(bought.merchant)}</dd><dt>${t('simulator.what')}</dt>
<dd>${escapeHtml(bought.what)}</dd><dt>${t('simulator.order')}</dt><dd>${escapeHtml(bought.reference)}</dd></dl>`
}

/** The same three controls on every simulated page: `outcome`, `notice`, `return`. */
export function controlFields(language: Language, whoAnswers: string): string {
  const t = translator(language)
  const fields = [
    select(
      'outcome',
      whoAnswers,
      pageControls.outcome.map((value) => [value, t(`simulator.outcome.${value}`)]),
    ),
    select(
      'notice',
      t('simulator.notice'),
      pageControls.notice.map((value) => [value, t(`simulator.notice.${value}`)]),
    ),
    select(
      'return',
      t('simulator.back'),
      pageControls.return.map((value) => [value, t(`simulator.back.${value}`)]),
    ),
  ]
  return `<fieldset class="simulation"><legend>${t('simulator.simulation')}</legend>\n${fields.join('\n')}\n</fieldset>`
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
export function lastPage(at: { language: Language; base: string; title: string }, say: 'closed' | 'again'): string {
  return page(
    at,
    `<div class="panel"><h1>${escapeHtml(at.title)}</h1><p>${translator(at.language)(`simulator.${say}`)}</p></div>`,
  )
}

/** What went wrong with the request, as a payer would see it. */
export function errorPage(error: string, base: string): string {
  const panel = `<div class="panel"><h1>Error</h1><p>${escapeHtml(error)}</p></div>`
  return page({ language: 'en', base, title: 'Error' }, panel)
}

/** The frame of every simulated page: a provider's own, sharing nothing with the shop's look. */
export function page(at: { language: Language; base: string; title: string }, body: string): string {
  const warning = translator(at.language)('simulator.warning')
  return `<!doctype html>
<html lang="${at.language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light"><title>SIMULATION – ${escapeHtml(at.title)}</title>
<link rel="stylesheet" href="${at.base}/provider.css"></head>
<body><header class="sim"><b>SIMULATION</b>${warning}</header><main>${body}</main></body></html>`
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

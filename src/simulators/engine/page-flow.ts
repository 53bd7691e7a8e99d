import type { Amount } from '../../kit/amount.ts'
import type { Language } from '../../kit/language.ts'
import { type Pair, readPairs, shortForm } from '../../kit/pairs.ts'
import { escapeHtml } from '../../kit/text/html.ts'
import { type MessageKey, type Translate, translator } from '../../messages/translate.ts'
import { answers } from './answers.ts'
import { controlFields, errorPage, lastPage, page, purchase, readControls } from './hosted-page.ts'
import type { PageControls, SimulatorAnswer, SimulatorRequest } from './simulator.ts'

export type Form = ReadonlyMap<string, string>

/** A provider's hosted page: who comes to it, what it shows of its own, and what its answer does. */
export type ProviderPage<Attempt> = {
  /** Where it is shown, and where its own form is posted. */
  shows: RegExp
  pays: string
  /** Whom a browser comes for; a text is what the provider says is wrong. */
  arrive(pairs: readonly Pair[]): Attempt | { error: string; status: number }
  /** The attempt that the page's own form names, by this field. */
  field: { name: string; of(attempt: Attempt): string }
  find(key: string): Attempt | undefined
  /** Whether the payer can still answer. */
  isOpen(attempt: Attempt): boolean
  language(attempt: Attempt): Language
  words: Readonly<Record<'title' | 'outcome' | 'fine', MessageKey>>
  bought(attempt: Attempt): { price: Amount; merchant: string; what: string; reference: string }
  /** What the page asks for besides the controls, as HTML. */
  fields(attempt: Attempt, t: Translate): string
  /** The payer has answered while it was open. An answer steers the browser elsewhere than back. */
  outcome(attempt: Attempt, controls: PageControls, form: Form): Promise<SimulatorAnswer | undefined>
  /** Where the browser goes afterwards. */
  wayBack(attempt: Attempt, controls: PageControls): string
  /** What is said of an attempt that is not there. */
  nobody: string
}

/** The parameters of a request, by GET or POST; none where there are more than anybody sends. */
export function pairsOf(request: SimulatorRequest): readonly Pair[] {
  const text = request.method === 'GET' ? request.query : Buffer.from(request.body).toString('utf8')
  return readPairs(text, shortForm) ?? []
}

/** Shows the page and takes its answer; undefined for a request that is for neither. */
export function createPageFlow<Attempt>(provider: ProviderPage<Attempt>, base: string) {
  const headOf = (attempt: Attempt) => {
    const language = provider.language(attempt)
    return { language, base, title: translator(language)(provider.words.title) }
  }
  const last = (attempt: Attempt, say: 'closed' | 'again') => answers.html(200, lastPage(headOf(attempt), say))

  function show(request: SimulatorRequest): SimulatorAnswer {
    const arrived = provider.arrive(pairsOf(request))
    if (isError(arrived)) return answers.html(arrived.status, errorPage(arrived.error, base))
    return provider.isOpen(arrived) ? answers.html(200, draw(arrived)) : last(arrived, 'again')
  }

  function draw(attempt: Attempt): string {
    const head = headOf(attempt)
    const t = translator(head.language)
    const [name, key] = [provider.field.name, escapeHtml(provider.field.of(attempt))]
    const body = `
<form class="panel" method="post" action="${base}${provider.pays}">
${purchase(head.language, { title: head.title, ...provider.bought(attempt) })}
${provider.fields(attempt, t)}
${controlFields(head.language, t(provider.words.outcome))}
<input type="hidden" name="${name}" value="${key}"><button>${t('simulator.answer')}</button></form>
<p class="fine">${t(provider.words.fine)}</p>`
    return page(head, body)
  }

  async function pay(request: SimulatorRequest): Promise<SimulatorAnswer> {
    const form: Form = new Map(pairsOf(request))
    const attempt = provider.find(form.get(provider.field.name) ?? '')
    if (!attempt) return answers.html(404, errorPage(provider.nobody, base))
    const controls = readControls(form)
    const elsewhere = provider.isOpen(attempt) ? await provider.outcome(attempt, controls, form) : undefined
    if (elsewhere) return elsewhere
    return controls.return === 'no' ? last(attempt, 'closed') : answers.goTo(provider.wayBack(attempt, controls))
  }

  return (request: SimulatorRequest): SimulatorAnswer | Promise<SimulatorAnswer> | undefined => {
    if (provider.shows.test(request.path)) return show(request)
    return request.path === provider.pays && request.method === 'POST' ? pay(request) : undefined
  }
}

const isError = (arrived: unknown): arrived is { error: string; status: number } =>
  typeof arrived === 'object' && arrived !== null && 'error' in arrived

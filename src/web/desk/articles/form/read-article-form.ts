import { type ArticlePlan, isLasting, type Offer, offerKinds, type Tariff } from '../../../../catalogue/article-plan.ts'
import { mostOffers, problemsOfPlan } from '../../../../catalogue/check-plan.ts'
import type { VatRates } from '../../../../catalogue/vat-rate.ts'
import { amount, CREDIT, exponentOf } from '../../../../kit/amount.ts'
import type { Instant } from '../../../../kit/clock.ts'
import { addDays, type Day, firstOfNextMonth, localDay, startOfDay } from '../../../../kit/day.ts'
import type { FieldProblem } from '../../../../kit/failure.ts'
import { fieldIn, inEach } from '../../../../kit/language.ts'
import { always, type Fields } from './article-fields.ts'
import { TypedValues } from './typed-values.ts'

export type FormGround = {
  /** What the form does not say: place, on sale or retired; and the dates as they were. */
  base: Pick<ArticlePlan, 'sortOrder' | 'active' | 'startsAt'>
  currency: string
  rates: VatRates
  timeZone: string
  now: Instant
}

const farAway = '9999-01-01T00:00:00.000Z'

/** The plan that a form describes, and everything that is wrong with it, each with its field. */
export function readArticleForm(fields: Fields, ground: FormGround): { plan: ArticlePlan; problems: FieldProblem[] } {
  const typed = new TypedValues(fields)
  const free = fields.kind === 'free'
  const { places, offers } = free ? { places: [], offers: [] } : readOffers(typed, ground)
  const plan: ArticlePlan = {
    titles: inEach((each) => typed.text(fieldIn('title', each))),
    descriptions: inEach((each) => typed.text(fieldIn('text', each))),
    ...readPrice(typed, ground, free),
    vatCode: typed.raw('vat'),
    offers,
    nextTariff: free ? null : readTariff(typed, ground),
    ...readDates(typed, ground),
    sortOrder: ground.base.sortOrder,
    active: ground.base.active,
    limits: typed.limits(ground.currency),
  }
  for (const { field, ...problem } of problemsOfPlan(plan, ground.rates)) {
    // An offer's place in the plan is not the place of its block: empty blocks lie between.
    const inForm = field.replace(/^offer(\d+)/, (_, index: string) => `offer${places[Number(index)]}`)
    if (typed.problems.every((known) => known.field !== inForm)) typed.problems.push({ field: inForm, ...problem })
  }
  return { plan, problems: typed.problems }
}

type Price = Pick<ArticlePlan, 'price' | 'credit' | 'free'>

function readPrice(typed: TypedValues, { currency }: FormGround, free: boolean): Price {
  if (!free) return { price: typed.amount('price', currency), credit: typed.amount('credit', CREDIT), free: null }
  return {
    price: amount(10 ** exponentOf(currency), currency),
    credit: typed.amount('rate', CREDIT),
    free: {
      lowestMinor: typed.amount('lowest', currency).minor,
      highestMinor: typed.amount('highest', currency).minor,
      stepMinor: typed.amount('step', currency).minor,
    },
  }
}

function readTariff(typed: TypedValues, { currency, timeZone, now }: FormGround): Tariff | null {
  const offered = firstOfNextMonth(localDay(now, timeZone))
  if (typed.raw('nextPrice') === '' && ['', offered].includes(typed.raw('nextFrom'))) return null
  const day = typed.day('nextFrom')
  if (!day) typed.refuse('nextFrom', 'problem.date_missing')
  else if (day <= localDay(now, timeZone)) typed.refuse('nextFrom', 'problem.date_past')
  const price = typed.amount('nextPrice', currency)
  return { startsAt: startOfDay(day ?? localDay(now, timeZone), timeZone), price, vatCode: typed.raw('nextVat') }
}

function readDates(typed: TypedValues, { base, timeZone }: FormGround): Pick<ArticlePlan, 'startsAt' | 'endsAt'> {
  const [from, until] = [typed.day('from'), typed.day('until')]
  // Who leaves the day as it is leaves the instant as it is, whatever hour it was.
  const unchanged = from !== undefined && base.startsAt !== always && from === localDay(base.startsAt, timeZone)
  const startsAt = from === undefined ? always : unchanged ? base.startsAt : startOfDay(from, timeZone)
  return { startsAt, endsAt: afterDay(until, timeZone) }
}

/** The end day is included: the end is the first instant of the day after. */
const afterDay = (day: Day | undefined, timeZone: string): Instant | null =>
  day === undefined ? null : startOfDay(addDays(day, 1), timeZone)

/** The blocks of the form, one offer each; `places` says from which block each came. */
function readOffers(typed: TypedValues, ground: FormGround): { places: number[]; offers: Offer[] } {
  const places: number[] = []
  const offers: Offer[] = []
  const drawn = Number(typed.raw('offers')) || 0
  for (let place = 0; place <= mostOffers; place += 1) {
    const kind = offerKinds.find((each) => each === typed.raw(`offer${place}_kind`))
    if (!kind) {
      // A block that was there is emptied on purpose; a new one that says something is unfinished.
      const unfinished = ['value', 'from', 'until'].some((part) => typed.raw(`offer${place}_${part}`) !== '')
      if (place >= drawn && unfinished) typed.refuse(`offer${place}_kind`, 'problem.offer_kind_missing')
      continue
    }
    places.push(place)
    offers.push(readOffer(typed, { place, kind, ground }))
  }
  return { places, offers }
}

function readOffer(
  typed: TypedValues,
  { place, kind, ground }: { place: number; kind: Offer['kind']; ground: FormGround },
): Offer {
  const { currency, timeZone, now } = ground
  const name = (part: string): string => `offer${place}_${part}`
  // Per cents have two decimals as credit has: read alike, they are basis points.
  const value = typed.amount(name('value'), kind === 'amount' ? currency : CREDIT, 'problem.discount_negative').minor
  const [from, until] = [typed.day(name('from')), typed.day(name('until'))]
  if (until !== undefined && until < localDay(now, timeZone) && (from === undefined || from <= until))
    typed.refuse(name('until'), 'problem.date_past')
  const offer = { kind, value, startsAt: from ? startOfDay(from, timeZone) : null, endsAt: afterDay(until, timeZone) }
  const misread = typed.problems.some(({ field }) => field === name('from') || field === name('until'))
  // A date that cannot be read is no date: it must not look like a second lasting offer.
  return misread && isLasting(offer) ? { ...offer, startsAt: farAway, endsAt: null } : offer
}

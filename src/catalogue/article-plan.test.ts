import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { amount, credit } from '../kit/amount.ts'
import { DAY, later, toInstant } from '../kit/clock.ts'
import {
  type ArticlePlan,
  changesAfter,
  clash,
  discountedPrice,
  isLasting,
  mergePlans,
  type Offer,
  planAt,
  saleState,
  samePlan,
  upToDate,
} from './article-plan.ts'
import { noLimits } from './buying-limits.ts'
import { problemsOfPlan } from './check-plan.ts'

const eur = (minor: number) => amount(minor, 'EUR')
const rates = new Map([
  ['fr-20', 2000],
  ['fr-5.5', 550],
])
const first = '2026-01-01T00:00:00.000Z'
const day = (count: number): string => later(first, count * DAY)

const plainPlan: ArticlePlan = {
  titles: { fr: 'Cinquante', en: 'Fifty' },
  descriptions: { fr: '', en: '' },
  price: eur(5000),
  credit: credit(5000),
  vatCode: 'fr-20',
  offers: [],
  nextTariff: null,
  free: null,
  startsAt: toInstant(0),
  endsAt: null,
  sortOrder: 10,
  active: true,
  limits: noLimits,
}
const lasting = { startsAt: null, endsAt: null }
const messages = (plan: Partial<ArticlePlan>): string[] =>
  problemsOfPlan({ ...plainPlan, ...plan }, rates).map(({ field, message }) => `${field} ${message}`)

test('known figures: 10 % off 50,00 is 45,00; a discount is rounded half up to the cent', () => {
  const price = (minor: number, bp: number) =>
    discountedPrice(eur(minor), { kind: 'percent', value: bp, ...lasting }).minor
  assert.equal(price(5000, 1000), 4500)
  assert.equal(price(999, 1000), 899, '0,999 off')
  assert.equal(price(995, 1000), 895, '0,995 off is 1,00 off')
  assert.equal(price(994, 1000), 895, '0,994 off is 0,99 off')
  assert.equal(price(1, 4999), 1)
  assert.equal(price(10_000, 1), 9999)
})

test('a dated discount stands over a lasting one, and the usual price comes back by itself', () => {
  const offers: Offer[] = [
    { kind: 'percent', value: 1000, ...lasting },
    { kind: 'percent', value: 2000, startsAt: day(10), endsAt: day(12) },
  ]
  const plan = { ...plainPlan, offers }
  const priceOn = (at: string) => planAt(plan, at).price.minor
  assert.deepEqual(
    [9, 10, 11, 12].map((each) => priceOn(day(each))),
    [4500, 4000, 4000, 4500],
  )
  assert.equal(priceOn(later(day(12), -1)), 4000, 'the last day is included to its last instant')
  assert.deepEqual(changesAfter(plan, day(5)), [day(10), day(12)])
  assert.deepEqual(messages({ offers }), [])
})

test('a tariff prepared for a day changes price and VAT from then on, and discounts follow it', () => {
  const nextTariff = { startsAt: day(3), price: eur(6000), vatCode: 'fr-5.5' }
  const plan = { ...plainPlan, nextTariff, offers: [{ kind: 'percent' as const, value: 1000, ...lasting }] }
  assert.deepEqual([planAt(plan, day(2)).price.minor, planAt(plan, day(2)).vatCode], [4500, 'fr-20'])
  assert.deepEqual([planAt(plan, day(3)).price.minor, planAt(plan, day(3)).vatCode], [5400, 'fr-5.5'])
  const later = upToDate(plan, day(3))
  assert.equal(later.price.minor, 6000)
  assert.equal(later.nextTariff, null)
  assert.equal(planAt(later, day(9)).price.minor, planAt(plan, day(9)).price.minor)
})

test('on sale, later, over, retired', () => {
  const plan = { ...plainPlan, startsAt: day(1), endsAt: day(3) }
  assert.deepEqual(
    [0, 1, 2, 3].map((each) => saleState(plan, day(each))),
    ['later', 'on_sale', 'on_sale', 'over'],
  )
  assert.equal(saleState({ ...plan, active: false }, day(2)), 'retired')
})

test('what cannot be sold is refused, with the field it stands in', () => {
  const offer = (change: Partial<Offer>): string[] =>
    messages({ offers: [{ kind: 'percent', value: 1000, ...lasting, ...change }] })
  assert.deepEqual(messages({}), [])
  assert.deepEqual(messages({ price: eur(0) }), ['price problem.price_zero'])
  assert.deepEqual(messages({ credit: credit(0) }), ['credit problem.credit_zero'])
  assert.deepEqual(messages({ vatCode: 'xx' }), ['vat problem.vat_unknown'])
  assert.deepEqual(messages({ titles: { fr: '', en: 'x' } }), ['titleFr problem.title_missing'])
  assert.deepEqual(messages({ titles: { fr: 'x'.repeat(101), en: 'x' } }), ['titleFr problem.text_too_long'])
  assert.deepEqual(messages({ startsAt: day(2), endsAt: day(1) }), ['until problem.end_before_start'])
  assert.deepEqual(offer({ value: 10_001 }), ['offer0_value problem.discount_over'])
  assert.deepEqual(offer({ value: 10_000 }), ['offer0_value problem.discount_all'], '100 % leaves nothing to pay')
  assert.deepEqual(offer({ value: 0 }), ['offer0_value problem.offer_zero'])
  assert.deepEqual(offer({ value: -1 }), ['offer0_value problem.offer_zero'])
  assert.deepEqual(offer({ kind: 'amount', value: 5000 }), ['offer0_value problem.discount_all'])
  assert.deepEqual(offer({ startsAt: day(2), endsAt: day(1) }), ['offer0_until problem.end_before_start'])
  assert.deepEqual(
    messages({
      offers: [{ kind: 'amount', value: 4000, ...lasting }],
      nextTariff: { startsAt: day(1), price: eur(4000), vatCode: 'fr-20' },
    }),
    ['offer0_value problem.discount_all'],
    'a discount must leave something of the prepared price too',
  )
})

test('two advantages that would hold on one day are refused, a last day and the next first day are not', () => {
  const pair = (a: [number, number], b: [number, number]): string[] =>
    messages({
      offers: [a, b].map(([from, to]) => ({ kind: 'percent', value: 500, startsAt: day(from), endsAt: day(to) })),
    })
  assert.deepEqual(pair([1, 5], [5, 9]), [])
  assert.deepEqual(pair([1, 5], [4, 9]), ['offer1_from problem.offers_overlap'])
  assert.deepEqual(pair([1, 9], [3, 4]), ['offer1_from problem.offers_overlap'])
  assert.deepEqual(
    messages({ offers: [1, 2].map((value) => ({ kind: 'bonus', value, ...lasting })) }),
    ['offer1_from problem.offers_overlap'],
    'two lasting ones',
  )
})

test('bounds and step of a free amount fit together', () => {
  const free = (lowestMinor: number, highestMinor: number, stepMinor: number): string[] =>
    messages({ free: { lowestMinor, highestMinor, stepMinor } })
  assert.deepEqual(free(500, 10_000, 500), [])
  assert.deepEqual(free(0, 100, 1), ['lowest problem.price_zero'])
  assert.deepEqual(free(100, 50, 1), ['highest problem.bounds_crossed'])
  assert.deepEqual(free(100, 200, 0), ['step problem.step_zero'])
  assert.deepEqual(free(100, 250, 100), ['step problem.step_misses_bound'])
})

const offers = fc.array(
  fc.record({
    kind: fc.constantFrom('percent' as const, 'amount' as const, 'bonus' as const),
    value: fc.integer({ min: -10, max: 12_000 }),
    startsAt: fc.option(fc.integer({ min: 0, max: 30 }).map(day)),
    endsAt: fc.option(fc.integer({ min: 0, max: 30 }).map(day)),
  }),
  { maxLength: 5 },
)
const plans = fc
  .record({ price: fc.integer({ min: 1, max: 9000 }), offers, tariff: fc.option(fc.integer({ min: 1, max: 9000 })) })
  .map(({ price, offers, tariff }) => ({
    ...plainPlan,
    price: eur(price),
    offers,
    nextTariff: tariff === null ? null : { startsAt: day(15), price: eur(tariff), vatCode: 'fr-20' },
  }))

test('of every plan that is accepted: one offer a day at most, a price above zero, and never above the struck one', () => {
  let accepted = 0
  fc.assert(
    fc.property(plans, fc.integer({ min: -2, max: 32 }), (plan, when) => {
      if (problemsOfPlan(plan, rates).length > 0) return
      accepted += 1
      const at = day(when)
      const holding = plan.offers.filter(
        (each) => !isLasting(each) && (each.startsAt ?? '') <= at && at < (each.endsAt ?? '~'),
      )
      assert.ok(holding.length <= 1)
      assert.ok(plan.offers.filter(isLasting).length <= 1)
      const { price, listPrice, bonus } = planAt(plan, at)
      assert.ok(price.minor > 0 && price.minor <= listPrice.minor && bonus.minor >= 0)
    }),
    { numRuns: 3000 },
  )
  assert.ok(accepted > 200, `${accepted} plans were accepted`)
})

test('clashing is the same both ways', () => {
  fc.assert(
    fc.property(offers, (some) => {
      for (const a of some) for (const b of some) assert.equal(clash(a, b), clash(b, a))
    }),
  )
})

test('two people’s changes are united: each one’s own parts, and mine where both touched', () => {
  const base = plainPlan
  const theirs = { ...base, price: eur(6000), titles: { ...base.titles, en: 'Theirs' } }
  const mine = { ...base, credit: credit(5500), titles: { fr: 'À moi', en: 'Mine' } }
  const merged = mergePlans({ base, theirs, mine })
  assert.equal(merged.price.minor, 6000)
  assert.equal(merged.credit.minor, 5500)
  assert.deepEqual(merged.titles, { fr: 'À moi', en: 'Mine' })
})

test('who changed nothing gets the other’s plan, and an unchanged plan is the same', () => {
  fc.assert(
    fc.property(plans, plans, (base, theirs) => {
      assert.ok(samePlan(mergePlans({ base, theirs, mine: base }), theirs))
      assert.ok(samePlan(mergePlans({ base, theirs: base, mine: theirs }), theirs))
    }),
  )
})

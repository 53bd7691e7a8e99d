import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amount, credit } from '../kit/amount.ts'
import { DAY, type Instant, later, toInstant } from '../kit/clock.ts'
import type { ArticlePlan, Offer } from './article-plan.ts'
import type { ArticleVersion } from './article-version.ts'
import { noLimits } from './buying-limits.ts'
import { priorPrice } from './prior-price.ts'

const opened = '2026-01-01T00:00:00.000Z'
const day = (count: number): Instant => later(opened, count * DAY)
const plain: ArticlePlan = {
  titles: { fr: 'Cinquante', en: 'Fifty' },
  descriptions: { fr: '', en: '' },
  price: amount(5000, 'EUR'),
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
const off = (percent: number, startsAt: Instant | null, endsAt: Instant | null): Offer => ({
  kind: 'percent',
  value: percent * 100,
  startsAt,
  endsAt,
})
/** Each plan from its day on, as somebody saved it then. */
const saved = (...plans: ReadonlyArray<readonly [day: number, plan: Partial<ArticlePlan>]>): ArticleVersion[] =>
  plans.map(([from, plan], index) => ({
    articleId: 'art_1',
    number: 50,
    version: index + 1,
    plan: { ...plain, ...plan },
    changedBy: 'per_1',
    changedAt: day(from),
  }))
const priorOn = (versions: readonly ArticleVersion[], on: number): number | undefined =>
  priorPrice(versions, day(on))?.minor

test('without a reduction nothing is said; a bonus is none', () => {
  assert.equal(priorOn(saved([0, {}]), 40), undefined)
  assert.equal(priorOn(saved([0, { offers: [{ ...off(1, null, null), kind: 'bonus' }] }]), 40), undefined)
})

test('an offer that starts today: the price of yesterday, from its first instant to its last', () => {
  const versions = saved([0, {}], [45, { offers: [off(20, day(50), day(60))] }])
  assert.deepEqual(
    [49, 50, 59].map((on) => priorOn(versions, on)),
    [undefined, 5000, 5000],
  )
  assert.equal(priorPrice(versions, later(day(60), -1))?.minor, 5000)
  assert.equal(priorOn(versions, 60), undefined)
  assert.equal(priorOn(saved([0, {}], [50, { offers: [off(20, null, null)] }]), 50), 5000, 'saved this very instant')
})

test('a price put up just before the offer is not the one before: the lowest of thirty days is', () => {
  const raised = saved([0, { price: amount(4000, 'EUR') }], [40, {}], [45, { offers: [off(20, null, null)] }])
  assert.equal(priorOn(raised, 46), 4000)
  const longAgo = saved([0, { price: amount(4000, 'EUR') }], [10, {}], [40, { offers: [off(20, null, null)] }])
  assert.equal(priorOn(longAgo, 41), 5000, 'the low price ended thirty days before')
  const justIn = saved([0, { price: amount(4000, 'EUR') }], [11, {}], [40, { offers: [off(20, null, null)] }])
  assert.equal(priorOn(justIn, 41), 4000, 'its last day is within them')
})

test('a prepared tariff counts from its own day', () => {
  const nextTariff = { startsAt: day(20), price: amount(6000, 'EUR'), vatCode: 'fr-20' }
  const versions = saved([0, { nextTariff, offers: [off(10, day(55), day(60))] }])
  assert.equal(priorOn(versions, 56), 6000)
  assert.equal(priorOn(saved([0, { nextTariff, offers: [off(10, day(40), day(60))] }]), 41), 5000)
})

test('a reduction that only grows began with its first step', () => {
  const versions = saved([0, { offers: [off(10, day(40), day(45)), off(20, day(45), day(50))] }])
  assert.deepEqual(
    [41, 46].map((on) => priorOn(versions, on)),
    [5000, 5000],
  )
})

test('offers apart, or one that grows smaller: the cheaper one before is the price before', () => {
  const apart = saved([0, { offers: [off(20, day(40), day(45)), off(10, day(50), day(55))] }])
  assert.equal(priorOn(apart, 51), 4000)
  const smaller = saved([0, { offers: [off(20, day(40), day(45)), off(10, day(45), day(50))] }])
  assert.equal(priorOn(smaller, 46), 4000)
  const monthsApart = saved([0, { offers: [off(20, day(40), day(45)), off(10, day(75), day(80))] }])
  assert.equal(priorOn(monthsApart, 76), 5000)
})

test('an article younger than thirty days: what it has cost so far; never sold before: nothing is said', () => {
  assert.equal(priorOn(saved([0, {}], [5, { offers: [off(10, null, null)] }]), 6), 5000)
  assert.equal(priorOn(saved([0, { offers: [off(10, null, null)] }]), 6), undefined)
  const laterOnSale = { startsAt: day(10), offers: [off(10, null, null)] }
  assert.equal(priorOn(saved([0, laterOnSale]), 11), undefined)
})

test('days off sale have no price, and a change of text changes nothing', () => {
  const paused = saved(
    [0, { price: amount(3000, 'EUR') }],
    [20, { active: false }],
    [51, {}],
    [52, { offers: [off(10, null, null)] }],
  )
  assert.equal(priorOn(paused, 53), 5000)
  const renamed = saved(
    [0, {}],
    [40, { offers: [off(10, null, null)] }],
    [45, { offers: [off(10, null, null)], sortOrder: 3 }],
  )
  assert.equal(priorOn(renamed, 46), 5000)
})

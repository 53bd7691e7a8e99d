import type { ArticlePlan } from '../../catalogue/article-plan.ts'
import { currentVersions } from '../../catalogue/article-version.ts'
import { publishArticle } from '../../catalogue/publish-article.ts'
import type { Database } from '../../db/database.ts'
import { amount } from '../../kit/amount.ts'
import { DAY, later, nowOf } from '../../kit/clock.ts'
import { assert } from '../../kit/failure.ts'

/** Publishes the next version of an article, as the desk does. */
async function change(database: Database, number: number, by: string, edit: (plan: ArticlePlan) => ArticlePlan) {
  const current = (await currentVersions(database.db)).find((each) => each.number === number)
  assert(current, `article ${number} is on sale`)
  const { articleId, version: basedOn, plan } = current
  const wish = { articleId, basedOn, by, plan: edit(plan) }
  const outcome = await database.transact((tx) => publishArticle(tx, wish))
  assert(outcome.is === 'published', `article ${number} is published, not ${JSON.stringify(outcome)}`)
}

/** The second tariff of the year: the article of 10 gives less for its price, that of 20 a greater bonus. */
export async function raiseTariff(database: Database, by: string): Promise<void> {
  await change(database, 20, by, (plan) => ({
    ...plan,
    offers: plan.offers.map((offer) => (offer.kind === 'bonus' ? { ...offer, value: 200 } : offer)),
  }))
  await change(database, 5, by, (plan) => ({ ...plan, price: amount(550, 'EUR') }))
}

/** A discount of two weeks on the article of 10, from now on. */
export async function beginDiscount(database: Database, by: string): Promise<void> {
  const startsAt = nowOf(database.clock)
  await change(database, 10, by, (plan) => ({
    ...plan,
    offers: [{ kind: 'percent', value: 1000, startsAt, endsAt: later(startsAt, 14 * DAY) }],
  }))
}

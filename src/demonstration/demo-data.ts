import { publishBrand } from '../brand/brand.ts'
import { montclar, montclarLogoSvg } from '../brand/brand-content.ts'
import { addLogo } from '../brand/logo/brand-logo.ts'
import { cleanLogo } from '../brand/logo/clean-logo.ts'
import type { ArticlePlan } from '../catalogue/article-plan.ts'
import { createArticle } from '../catalogue/article-version.ts'
import { noLimits } from '../catalogue/buying-limits.ts'
import type { Offer } from '../catalogue/offer.ts'
import { publishTerms } from '../catalogue/terms-of-sale.ts'
import { setVatRate } from '../catalogue/vat-rate.ts'
import type { Config } from '../config.ts'
import type { Database, Tx } from '../db/database.ts'
import { withLease } from '../db/lease.ts'
import { amount, credit } from '../kit/amount.ts'
import { toInstant } from '../kit/clock.ts'
import { localDay } from '../kit/day.ts'
import { assert } from '../kit/failure.ts'
import { mainLanguage } from '../kit/language.ts'
import { startSeries } from '../ledger/counter.ts'
import { createPerson } from '../people/person.ts'
import { hashPassword } from '../people/sign-in/password.ts'
import { demoTerms } from './demo-terms.ts'
import { seedUsage } from './demo-usage.ts'

export const demoPassword = 'demonstration'
const people = [
  { login: 'v.delautre@cartadis.com', name: 'DELAUTRE', roles: [] },
  { login: 'a.martin@example.org', name: 'Alice MARTIN', roles: [] },
  { login: 'admin@example.org', name: 'Camille ROUX', roles: ['manager' as const] },
]
export const demoLogins: readonly string[] = people.map((person) => person.login)

/** The first minute of 2025 where the demonstration stands. */
const longAgo = '2024-12-31T23:00:00.000Z'

/** The demonstration's world, written once: people, articles, terms, brand, and a year of printing. */
export async function seedDemo(database: Database, config: Pick<Config, 'timeZone' | 'mode'>): Promise<void> {
  // One node at a time: two that start together on an empty database would both find it empty.
  await withLease(database, { name: 'seed demo', holdMs: 60_000 }, async () => {
    if (!(await isSeeded(database))) await seed(database, config)
  })
}

async function isSeeded({ db }: Database): Promise<boolean> {
  const row = await db.selectFrom('site').select('value').where('name', '=', 'demo').executeTakeFirst()
  return row !== undefined
}

async function seed(database: Database, config: Pick<Config, 'timeZone' | 'mode'>): Promise<void> {
  const passwordHash = await hashPassword(demoPassword)
  await database.transact(async (tx) => {
    await seedCatalogue(tx)
    for (const { login, name, roles } of people) {
      const person = await createPerson(tx, { login, name, email: login, language: mainLanguage, passwordHash, roles })
      if (name === 'DELAUTRE')
        await seedUsage(tx, { personId: person.id, timeZone: config.timeZone, mode: config.mode })
    }
    await startSeries(tx, { series: `order:${config.mode}`, firstNumber: 34_530 })
    const year = localDay(tx.now, config.timeZone).slice(0, 4)
    await startSeries(tx, { series: `receipt:${config.mode}:${year}`, firstNumber: 912 })
    await seedBrand(tx)
    await tx.insertInto('site').values({ name: 'demo', value: tx.now }).execute()
  })
}

async function seedBrand(tx: Tx): Promise<void> {
  const clean = await cleanLogo(new TextEncoder().encode(montclarLogoSvg))
  assert(typeof clean !== 'string', 'the demonstration’s own logo is clean')
  const light = await addLogo(tx, clean, 'logo-montclar.svg')
  await publishBrand(tx, { content: { ...montclar, logos: { light, dark: null } }, by: 'demo' })
}

/** The ancestor's article 10 at 19,6 %, and a current French range at 20 %. */
async function seedCatalogue(tx: Tx): Promise<void> {
  const rates = { 'fr-0': 0, 'fr-5.5': 550, 'fr-10': 1000, 'fr-19.6': 1960, 'fr-20': 2000 }
  for (const [code, rateBp] of Object.entries(rates)) await setVatRate(tx, { code, rateBp, by: 'demo' })
  await publishTerms(tx, { effectiveAt: longAgo, texts: demoTerms, by: 'demo' })
  const lasting = { startsAt: null, endsAt: null }
  const range: ReadonlyArray<{ number: number; vatCode: string; offers: Offer[] }> = [
    { number: 5, vatCode: 'fr-20', offers: [] },
    { number: 10, vatCode: 'fr-19.6', offers: [] },
    { number: 20, vatCode: 'fr-20', offers: [{ kind: 'bonus', value: 100, ...lasting }] },
    { number: 50, vatCode: 'fr-20', offers: [{ kind: 'percent', value: 1000, ...lasting }] },
  ]
  for (const { number, vatCode, offers } of range) {
    const plan: ArticlePlan = {
      titles: { fr: `Recharger le compte avec ${number},00`, en: `Top up the account with ${number}.00` },
      descriptions: { fr: '', en: '' },
      price: amount(number * 100, 'EUR'),
      credit: credit(number * 100),
      vatCode,
      offers,
      nextTariff: null,
      free: null,
      startsAt: toInstant(0),
      endsAt: null,
      sortOrder: number,
      active: true,
      limits: noLimits,
    }
    await createArticle(tx, { number, plan, by: 'demo' })
  }
}

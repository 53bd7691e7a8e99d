import { publishBrand } from './brand/brand.ts'
import { montclar, montclarLogoSvg } from './brand/brand-content.ts'
import { addLogo } from './brand/brand-logo.ts'
import { cleanLogo } from './brand/clean-logo.ts'
import { createArticle, type NewVersion } from './catalogue/article.ts'
import { publishTerms } from './catalogue/terms-of-sale.ts'
import type { Config } from './config.ts'
import type { Database, Tx } from './db/database.ts'
import { withLease } from './db/lease.ts'
import { demoTerms } from './demo-terms.ts'
import { seedUsage } from './demo-usage.ts'
import { amount, credit } from './kit/amount.ts'
import { assert } from './kit/failure.ts'
import { startSeries } from './ledger/counter.ts'
import { hashPassword } from './people/password.ts'
import { createPerson } from './people/person.ts'

export const demoPassword = 'demonstration'
const people = [
  { login: 'v.delautre@cartadis.com', name: 'DELAUTRE', roles: [] },
  { login: 'a.martin@example.org', name: 'Alice MARTIN', roles: [] },
  { login: 'admin@example.org', name: 'Camille ROUX', roles: ['manager' as const] },
]
export const demoLogins: readonly string[] = people.map((person) => person.login)

const longAgo = '2025-01-01T00:00:00.000Z'

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
      const person = await createPerson(tx, { login, name, email: login, language: 'fr', passwordHash, roles })
      if (name === 'DELAUTRE')
        await seedUsage(tx, { personId: person.id, timeZone: config.timeZone, mode: config.mode })
    }
    await startSeries(tx, { series: `order:${config.mode}`, firstNumber: 34_530 })
    await startSeries(tx, { series: `receipt:${config.mode}:${tx.now.slice(0, 4)}`, firstNumber: 912 })
    await seedBrand(tx)
    await tx.insertInto('site').values({ name: 'demo', value: tx.now }).execute()
  })
}

async function seedBrand(tx: Tx): Promise<void> {
  const clean = cleanLogo(new TextEncoder().encode(montclarLogoSvg))
  assert(typeof clean !== 'string', 'the demonstration’s own logo is clean')
  const light = await addLogo(tx, clean, 'logo-montclar.svg')
  await publishBrand(tx, { content: { ...montclar, logos: { light, dark: null } }, by: 'demo' })
}

/** The ancestor's article 10 at 19,6 %, and a current French range at 20 %. */
async function seedCatalogue(tx: Tx): Promise<void> {
  const rates = { 'fr-0': 0, 'fr-5.5': 550, 'fr-10': 1000, 'fr-19.6': 1960, 'fr-20': 2000 }
  await tx
    .insertInto('vatRate')
    .values(Object.entries(rates).map(([code, rateBp]) => ({ code, rateBp })))
    .execute()
  await publishTerms(tx, { effectiveAt: longAgo, texts: demoTerms, by: 'demo' })
  const range = [
    { number: 5, credit: 500, price: 500, list: 500, bonus: 0, vat: 'fr-20' },
    { number: 10, credit: 1000, price: 1000, list: 1000, bonus: 0, vat: 'fr-19.6' },
    { number: 20, credit: 2000, price: 2000, list: 2000, bonus: 100, vat: 'fr-20' },
    { number: 50, credit: 5000, price: 4500, list: 5000, bonus: 0, vat: 'fr-20' },
  ]
  for (const { number, vat, ...figures } of range) {
    const version: NewVersion = {
      titles: { fr: `Recharger le compte avec ${number},00`, en: `Recharge the account with ${number}.00` },
      descriptions: { fr: '', en: '' },
      price: amount(figures.price, 'EUR'),
      listPrice: amount(figures.list, 'EUR'),
      credit: credit(figures.credit),
      bonus: credit(figures.bonus),
      vatCode: vat,
      startsAt: longAgo,
      endsAt: null,
      sortOrder: number,
      active: true,
    }
    await createArticle(tx, { number, version, by: 'demo' })
  }
}

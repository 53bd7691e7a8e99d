import { publishBrand } from '../brand/brand.ts'
import { montclar, montclarLogoSvg } from '../brand/brand-content.ts'
import { addLogo } from '../brand/logo/brand-logo.ts'
import { cleanLogo } from '../brand/logo/clean-logo.ts'
import type { ArticlePlan, Offer } from '../catalogue/article-plan.ts'
import { createArticle } from '../catalogue/article-version.ts'
import { noLimits } from '../catalogue/buying-limits.ts'
import { publishTerms } from '../catalogue/terms-of-sale.ts'
import { setVatRate } from '../catalogue/vat-rate.ts'
import type { Config } from '../config.ts'
import type { Database, Tx } from '../db/database.ts'
import { withLease } from '../db/lease.ts'
import { amount, credit } from '../kit/amount.ts'
import { MINUTE, toInstant } from '../kit/clock.ts'
import { localDay } from '../kit/day.ts'
import { assert } from '../kit/failure.ts'
import { mainLanguage } from '../kit/language.ts'
import { startSeries } from '../ledger/counter.ts'
import { createPerson, type Person } from '../people/person.ts'
import { hashPassword } from '../people/sign-in/password.ts'
import { demoTerms } from './demo-terms.ts'
import { seedUsage } from './demo-usage.ts'

export const demoPassword = 'demonstration'
const people = [
  { login: 'v.delautre@cartadis.com', name: 'DELAUTRE', who: 'student', roles: [] },
  { login: 'a.martin@example.org', name: 'Alice MARTIN', who: 'newcomer', roles: [] },
  { login: 'admin@example.org', name: 'Camille ROUX', who: 'manager', roles: ['manager'] },
] as const
const [, , manager] = people
/** Who they are, for the sign-in page and for the terminal. */
export const demoLogins = people.map(({ login, name, who }) => ({ login, name, who }))

/** The first minute of 2025 where the demonstration stands. */
const longAgo = '2024-12-31T23:00:00.000Z'

type Where = Pick<Config, 'timeZone' | 'mode'>
/** A database a year ago, and what lives the year that ends now: `by` is who manages the shop. */
export type Past = { database: Database; live(by: string): Promise<void> }
/** Runs `act` on the past, whose transactions are a single one: a start that is ended half-way leaves nothing. */
export type InThePast = (act: (past: Past) => Promise<void>) => Promise<void>

/**
 * The demonstration's world, written once: people, articles, terms, brand, and a year of printing. With `inThePast`, a
 * year of a small university's life lies before it; returns whether that was lived now.
 */
export async function seedDemo(database: Database, config: Where, inThePast?: InThePast): Promise<boolean> {
  // One node at a time: two that start together on an empty database would both find it empty.
  let lived = false
  await withLease(database, { name: 'seed demo', holdMs: 10 * MINUTE }, async () => {
    if (await isMarked(database, 'demo')) return
    const passwordHash = await hashPassword(demoPassword)
    if (!inThePast) {
      await database.transact(async (tx) => {
        await seedShop(tx, config)
        for (const each of people) await seedPerson(tx, { each, passwordHash, config })
        await mark(tx, 'demo')
      })
      return
    }
    await inThePast(async (past) => {
      const by = await past.database.transact(async (tx) => {
        await seedShop(tx, config)
        return (await seedPerson(tx, { each: manager, passwordHash, config })).id
      })
      await past.live(by)
      await past.database.transact(async (tx) => {
        for (const each of people) if (each !== manager) await seedPerson(tx, { each, passwordHash, config })
        await mark(tx, 'demo')
      })
    })
    lived = true
  })
  return lived
}

async function isMarked({ db }: Database, name: string): Promise<boolean> {
  return (await db.selectFrom('site').select('value').where('name', '=', name).executeTakeFirst()) !== undefined
}

const mark = (tx: Tx, name: string) => tx.insertInto('site').values({ name, value: tx.now }).execute()

async function seedShop(tx: Tx, { mode, timeZone }: Where): Promise<void> {
  await seedCatalogue(tx)
  await startSeries(tx, { series: `order:${mode}`, firstNumber: 34_530 })
  const year = localDay(tx.now, timeZone).slice(0, 4)
  await startSeries(tx, { series: `receipt:${mode}:${year}`, firstNumber: 912 })
  await seedBrand(tx)
}

type ToSeed = { each: (typeof people)[number]; passwordHash: string; config: Where }

async function seedPerson(tx: Tx, { each, passwordHash, config }: ToSeed): Promise<Person> {
  const { login, name, roles } = each
  const person = await createPerson(tx, { login, name, email: login, language: mainLanguage, passwordHash, roles })
  if (name === 'DELAUTRE') await seedUsage(tx, { personId: person.id, ...config })
  return person
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

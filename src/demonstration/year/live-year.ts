import { closeDue } from '../../finance/closing.ts'
import { credit } from '../../kit/amount.ts'
import { type HandClock, HOUR, type Instant, later, MINUTE, nowOf, SECOND } from '../../kit/clock.ts'
import { addDays, type Day, localDay, startOfDay } from '../../kit/day.ts'
import { givenWallet, issuedAccount } from '../../ledger/account.ts'
import { walletOf } from '../../ledger/balance.ts'
import { postTransfers } from '../../ledger/transfer.ts'
import { recordUsage } from '../../ledger/usage.ts'
import { expireOrders } from '../../orders/expire-orders.ts'
import type { Shop } from '../../payments/shop.ts'
import { createPerson } from '../../people/person.ts'
import { type Bought, type Buyer, buy, factOf, hear, type OnSale, readSale } from './buying.ts'
import { type Chance, createChance } from './chance.ts'
import { inventedLogin, inventedNames } from './invented-people.ts'
import { giveSomeBack, leaveMatters } from './matters.ts'
import { beginDiscount, raiseTariff } from './tariffs.ts'

/** Counted back from today: the bank's day away, the discount's first day, the second tariff. */
const bankAwayAgo = 9
const discountAgo = 75
const secondTariffAgo = 160

type Life = {
  shop: Shop
  clock: HandClock
  chance: Chance
  buyers: readonly Buyer[]
  /** About what each account holds, in minor units: who has little buys, who has much prints. */
  holds: Map<string, number>
  paid: Bought[]
}

/** When it ends, who manages the shop, and how many days it has: fewer than a year in tests. */
type Year = { until: Instant; by: string; days: number }

/**
 * A year of a small university's life, by the functions that the pages and the worker call, under a clock that is moved
 * by hand: it ends with what waits for a person.
 */
export async function liveYear(shop: Shop, clock: HandClock, { until, by, days }: Year) {
  const buyers = await settleIn(shop)
  const holds = new Map(buyers.map(({ id }) => [id, 800]))
  const life: Life = { shop, clock, chance: createChance(20_261_128), buyers, holds, paid: [] }
  const today = localDay(until, shop.timeZone)
  for (let ago = days; ago > 0; ago -= 1) {
    const day = addDays(today, -ago)
    clock.set(startOfDay(day, shop.timeZone))
    clock.move(15 * MINUTE)
    await closeDue(shop.database, shop.timeZone)
    if (ago === secondTariffAgo) await raiseTariff(shop.database, by)
    if (ago === discountAgo) await beginDiscount(shop.database, by)
    // A day leaves one link of evidence, not one an order.
    await shop.database.transact(async () => {
      await liveDay(life, day, ago === bankAwayAgo)
      await expireOrders(shop.database)
    })
    if (ago % 12 === 5) await giveSomeBack(shop, life.paid, { by, chance: life.chance })
  }
  await leaveMatters(shop, life.paid, { by, clock, until })
  clock.set(until)
  await closeDue(shop.database, shop.timeZone)
}

/** Everybody arrives, with the allowance of the semester. */
async function settleIn(shop: Shop): Promise<Buyer[]> {
  return shop.database.transact(async (tx) => {
    const buyers: Buyer[] = []
    for (const [index, name] of inventedNames.entries()) {
      const login = inventedLogin(index)
      const { id } = await createPerson(tx, { login, name, language: index % 5 === 4 ? 'en' : 'fr' })
      buyers.push({ id, login })
    }
    const line = { kind: 'gift' as const, detail: { reason: 'Allocation de l’année' } }
    const gift = { from: issuedAccount, amount: credit(800), mode: shop.mode, occurredAt: tx.now, line }
    const causes = buyers.map(({ id }) => ({ id, cause: `demo:year:${id}` }))
    await postTransfers(
      tx,
      causes.map(({ id, cause }) => ({ ...gift, key: cause, cause, to: givenWallet(id) })),
    )
    return buyers
  })
}

/** Before the first lecture, at noon, and when lectures end: when people stand at the printers. */
const rushes = [8 * 60 + 10, 12 * 60 + 20, 17 * 60 + 30]

async function liveDay(life: Life, day: Day, isBankAway: boolean): Promise<void> {
  const { shop, clock, chance } = life
  const midnight = startOfDay(day, shop.timeZone)
  const sale = await readSale(shop.database)
  const rushOf = Array.from({ length: ordersOf(day, chance) }, () => chance.oneOf(rushes))
  const unanswered: Bought[] = []
  for (const rush of rushes) {
    clock.set(later(midnight, (rush + chance.between(0, 50)) * MINUTE))
    const bought: Bought[] = []
    for (const [index] of rushOf.filter((each) => each === rush).entries()) {
      clock.move(chance.between(20, 100) * SECOND + chance.between(0, 999))
      const one = await buySomething(life, sale, `${day}:${rush}:${index}`)
      if (one) bought.push(one)
    }
    clock.move(chance.between(15, 75) * SECOND)
    await payAll(life, bought, isBankAway ? unanswered : undefined)
  }
  clock.set(later(midnight, 22 * HOUR + 40 * MINUTE))
  if (chance.next() < 0.4) await printALot(life)
  clock.move(35 * MINUTE)
  await hear(
    shop,
    unanswered.map((bought) => factOf(bought, paidWhenAsked(clock))),
  )
  for (const bought of unanswered) keepPaid(life, bought)
}

const paidWhenAsked = (clock: HandClock) =>
  ({ kind: 'paid', source: 'look_up', detail: 'status 9', occurredAt: nowOf(clock) }) as const

/** A campus: busy on weekdays and when terms begin, quiet on Sundays and in August, but never empty. */
function ordersOf(day: Day, chance: Chance): number {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay()
  const month = Number(day.slice(5, 7))
  const usual = weekday === 0 ? 2 : weekday === 6 ? 3 : 7
  const season = month === 8 ? 0.3 : month === 7 ? 0.5 : month === 9 || month === 10 ? 1.3 : 1
  return Math.max(1, Math.round(usual * season * (0.7 + chance.next() * 0.7)))
}

/** Who has least of three that pass by. */
async function buySomething(life: Life, sale: OnSale, key: string): Promise<Bought | undefined> {
  const { shop, chance, buyers, holds } = life
  const passing = [chance.oneOf(buyers), chance.oneOf(buyers), chance.oneOf(buyers)]
  const [buyer] = passing.sort((a, b) => (holds.get(a.id) ?? 0) - (holds.get(b.id) ?? 0))
  if (!buyer) return undefined
  const articleNumber = chance.oneOf([5, 5, 5, 5, 10, 10, 10, 20, 20, 50])
  const method = chance.next() < 0.78 ? 'ogone' : 'paypal'
  return buy(shop, sale, { buyer, articleNumber, method, key: `year:${key}`, immediateUse: chance.next() < 0.6 })
}

/** Most pay; some are refused, some go away, and where the bank does not answer it stays open. */
async function payAll(life: Life, bought: readonly Bought[], unanswered: Bought[] | undefined): Promise<void> {
  const { shop, clock, chance } = life
  const facts = bought.map((each) => {
    const occurredAt = later(nowOf(clock), -chance.between(2, 14) * SECOND)
    const fate = chance.next()
    if (unanswered && each.payment.gatewayId === 'ogone') {
      unanswered.push(each)
      return factOf(each, { kind: 'pending', source: 'look_up', detail: 'status 91', occurredAt })
    }
    if (fate < 0.05) return factOf(each, { kind: 'refused', source: 'look_up', detail: 'status 2', occurredAt })
    if (fate < 0.09) return factOf(each, { kind: 'cancelled', source: 'look_up', detail: 'status 1', occurredAt })
    if (fate < 0.11) return factOf(each, { kind: 'expired', source: 'clock', detail: 'nobody paid', occurredAt })
    keepPaid(life, each)
    return factOf(each, { kind: 'paid', source: 'look_up', detail: 'status 9', occurredAt })
  })
  await hear(shop, facts)
}

function keepPaid({ paid, holds }: Life, bought: Bought): void {
  const { personId, creditMinor, bonusMinor } = bought.order
  paid.push(bought)
  holds.set(personId, (holds.get(personId) ?? 0) + creditMinor + bonusMinor)
}

const papers = ['memoire.pdf', 'polycopie-analyse.pdf', 'annales.pdf', 'these-chapitre-3.pdf', 'partitions.pdf', '']
const devices = ['Bibliothèque, 1er étage', 'Hall A', 'Salle 204', 'Maison des étudiants']

/** Whoever has much has printed a lot by the evening: the print system tells of it once a day. */
async function printALot({ shop, chance, buyers, holds }: Life): Promise<void> {
  const rich = buyers.filter(({ id }) => (holds.get(id) ?? 0) > 3_000)
  if (rich.length === 0) return
  await shop.database.transact(async (tx) => {
    for (const { id } of rich) {
      // What was given back meanwhile is no longer there to print with.
      const most = Math.floor((await walletOf(tx, id)).total.minor / 5)
      const pages = Math.min(chance.between(340, 560), most)
      const cost = pages * 5
      const document = chance.oneOf(papers)
      const category = document === '' ? ('copy' as const) : ('print' as const)
      const occurredAt = later(tx.now, -chance.between(20, 700) * MINUTE)
      if (pages <= 0) continue
      const what = { category, pages, colour: false, cost: credit(cost), device: chance.oneOf(devices), document }
      await recordUsage(tx, { personId: id, mode: shop.mode, occurredAt, ...what }, shop.timeZone)
      holds.set(id, (holds.get(id) ?? 0) - cost)
    }
  })
}

/** The instant at which the days begin that end now. */
export const beginningOf = (now: Instant, { demoDays, timeZone }: { demoDays: number; timeZone: string }): Instant =>
  startOfDay(addDays(localDay(now, timeZone), -demoDays), timeZone)

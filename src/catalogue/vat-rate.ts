import type { Db, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { type Amount, amount } from '../kit/amount.ts'
import { type Instant, toInstant } from '../kit/clock.ts'
import { Failure } from '../kit/failure.ts'

export type VatParts = { net: Amount; vat: Amount }

/**
 * Splits a price that includes VAT: net = price / (1 + rate) rounded half up, VAT = the rest; whole numbers only.
 * `rateBp` is in basis points: 1960 is 19,6 %. (contracts: VAT-8)
 */
export function splitVat(price: Amount, rateBp: number): VatParts {
  const twice = BigInt(2 * 10_000) * BigInt(price.minor) + BigInt(10_000 + rateBp)
  const net = Number(twice / BigInt(2 * (10_000 + rateBp)))
  return { net: amount(net, price.unit), vat: amount(price.minor - net, price.unit) }
}

/**
 * The VAT of one partial refund: that of everything given back so far less that of what was given back before,
 * so that the parts add up to the VAT of the whole.
 */
export function vatOfRefund(refund: { amount: Amount; refundedBefore: Amount; rateBp: number }): Amount {
  const { amount: part, refundedBefore, rateBp } = refund
  const after = splitVat(amount(refundedBefore.minor + part.minor, part.unit), rateBp).vat
  return amount(after.minor - splitVat(refundedBefore, rateBp).vat.minor, part.unit)
}

/** What a VAT code stands for from a day on, in basis points (1960 is 19,6 %): never changed, followed by another. */
export type VatVersion = {
  code: string
  number: number
  rateBp: number
  effectiveAt: Instant
  setBy: string
  setAt: Instant
}

const tooHighBp = 10_000
/** At most 20 signs: a code stands in the names of accounts. */
const codeForm = /^[a-z0-9](?:[a-z0-9.-]{0,18}[a-z0-9])?$/

/** The first rate of a code holds for everything that is sold under it. */
const fromTheStart = toInstant(0)

/** All VAT codes with the rates they had, have and will have. */
export class VatRates {
  readonly #versions: ReadonlyMap<string, readonly VatVersion[]>
  readonly #now: Instant

  /** `versions` in any order; `now` is what a rate without an instant is asked for. */
  constructor(versions: readonly VatVersion[], now: Instant) {
    this.#versions = Map.groupBy(versions, ({ code }) => code)
    this.#now = now
  }

  /** The codes, the highest rate of today first. */
  codes(): string[] {
    const codes = [...this.#versions.keys()]
    return codes.sort((a, b) => (this.rateOf(b) ?? 0) - (this.rateOf(a) ?? 0) || (a < b ? -1 : 1))
  }

  has(code: string): boolean {
    return this.#versions.has(code)
  }

  /** The rate of a code at that instant, today's unless told: of two of one day the one that was set last. */
  rateOf(code: string, at: Instant = this.#now): number | undefined {
    const begun = (this.#versions.get(code) ?? []).filter(({ effectiveAt }) => effectiveAt <= at)
    return begun.sort(byEffect).at(-1)?.rateBp
  }

  /** The rates that a code had between two instants, in their order. */
  ratesBetween(code: string, fromAt: Instant, untilAt: Instant): number[] {
    const begun = [...(this.#versions.get(code) ?? [])].sort(byEffect).map(({ effectiveAt }) => effectiveAt)
    const changes = begun.filter((at) => at > fromAt && at < untilAt)
    const all = [fromAt, ...changes].flatMap((at) => this.rateOf(code, at) ?? [])
    return all.filter((rateBp, index) => rateBp !== all[index - 1])
  }

  /** Every version of a code, the one that was set last first. */
  versionsOf(code: string): VatVersion[] {
    return [...(this.#versions.get(code) ?? [])].sort((a, b) => b.number - a.number)
  }

  /** The rates that a code will have, in the order of their days; of two of one day the one that was set last. */
  coming(code: string): VatVersion[] {
    const ahead = (this.#versions.get(code) ?? []).filter(({ effectiveAt }) => effectiveAt > this.#now)
    return ahead.sort(byEffect).filter(({ effectiveAt }, index) => ahead[index + 1]?.effectiveAt !== effectiveAt)
  }
}

const byEffect = (a: VatVersion, b: VatVersion): number =>
  a.effectiveAt === b.effectiveAt ? a.number - b.number : a.effectiveAt < b.effectiveAt ? -1 : 1

/** All rates of the shop, asked for at `now`. */
export async function vatRates(db: Db, now: Instant): Promise<VatRates> {
  return new VatRates(await db.selectFrom('vatRateVersion').selectAll().execute(), now)
}

/** Whether any rate was ever set: without one nothing can be sold. */
export async function hasVatRate(db: Db): Promise<boolean> {
  return (await db.selectFrom('vatRate').select('code').limit(1).executeTakeFirst()) !== undefined
}

/**
 * Sets what a code stands for: a new code from the start, a known one from `effectiveAt` on or at once. Throws Failure
 * `invalid` for a code or rate that cannot be, or one that says nothing new. Orders keep the rate they were placed at.
 */
export async function setVatRate(
  tx: Tx,
  wish: { code: string; rateBp: number; effectiveAt?: Instant; by: string },
): Promise<VatVersion> {
  const { code, rateBp, by } = wish
  if (!codeForm.test(code)) throw refused('code', 'problem.vat_code')
  if (!Number.isSafeInteger(rateBp) || rateBp < 0 || rateBp >= tooHighBp) throw refused('rate', 'problem.vat_rate')
  const rates = await vatRates(tx, tx.now)
  const [newest] = rates.versionsOf(code)
  const effectiveAt = newest ? (wish.effectiveAt ?? tx.now) : fromTheStart
  if (newest && effectiveAt < tx.now) throw refused('day', 'problem.vat_past')
  if (newest && rates.rateOf(code, effectiveAt) === rateBp) throw refused('rate', 'problem.vat_same')
  const version = { code, number: (newest?.number ?? 0) + 1, rateBp, effectiveAt, setBy: by, setAt: tx.now }
  if (!newest) await insertRows(tx, 'vatRate', [{ code, rateBp }], 'on conflict (code) do nothing returning code')
  const once = 'on conflict (code, number) do nothing returning code, number'
  const [made] = await insertRows(tx, 'vatRateVersion', [version], once)
  if (!made) throw new Failure('conflict', 'another rate was set meanwhile')
  return version
}

const refused = (field: string, message: string): Failure => new Failure('invalid', message, [{ field, message }])

/** Basis points from `20`, `5,5` or `5.50`, with or without the sign; undefined for anything else. */
export function parseRate(typed: string): number | undefined {
  const text = typed.slice(0, 20).trim()
  const match = /^(\d{1,2})(?:[.,](\d{1,2}))?$/.exec(text.endsWith('%') ? text.slice(0, -1).trim() : text)
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : undefined
}

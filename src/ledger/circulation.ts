import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { CREDIT } from '../kit/amount.ts'
import { issuedAccount, type PrintCategory, personOfWallet, printCategories, usedAccount } from './account.ts'
import { creditInCirculation } from './balance.ts'

/** Where all credit is, in minor units: what was issued is what was used, is set aside, and is in circulation. */
export type Circulation = {
  issuedMinor: number
  used: ReadonlyArray<{ category: PrintCategory; minor: number }>
  reservedMinor: number
  boughtMinor: number
  givenMinor: number
  /** Accounts that hold credit, and those below zero with what they lack. */
  holders: number
  belowZero: { count: number; minor: number }
  /** Who holds most, with what. */
  largest: Holder[]
}

export type Holder = { personId: string; login: string; name: string; minor: number }

/**
 * Credit by the kinds of account that hold it, from the kept sums, with at most `most` of its holders. It reads every
 * wallet, a part at a time: `db` is one state of the database, so that the sums belong together.
 */
export async function readCirculation(db: Db, most: number): Promise<Circulation> {
  const [shared, reservedMinor, { bought, given }] = await Promise.all([
    readShared(db),
    readReserved(db),
    creditInCirculation(db),
  ])
  const { largest, ...counted } = await countWallets(db, most)
  return {
    issuedMinor: -(shared.get(issuedAccount) ?? 0) || 0,
    used: printCategories.map((category) => ({ category, minor: shared.get(usedAccount(category)) ?? 0 })),
    reservedMinor,
    boughtMinor: bought.minor,
    givenMinor: given.minor,
    ...counted,
    largest: await withNames(db, largest),
  }
}

async function readShared(db: Db): Promise<Map<string, number>> {
  const accounts = [issuedAccount, ...printCategories.map(usedAccount)]
  const rows = await db
    .selectFrom('balance')
    .select(['account', 'minor'])
    .where('account', 'in', accounts)
    .where('unit', '=', CREDIT)
    .execute()
  return new Map(rows.map(({ account, minor }) => [account, minor]))
}

/** A row a refund; no sign stands between `:` and `;`. */
async function readReserved(db: Db): Promise<number> {
  const { rows } = await sql<{ minor: number }>`
    select cast(coalesce(sum(minor), 0) as bigint) as minor from balance where account collate "binary" >= 'reserved:'
      and account collate "binary" < 'reserved;' and unit = ${CREDIT}`.execute(db)
  return rows[0]?.minor ?? 0
}

type WalletRow = { account: string; minor: number }
type Held = Pick<Holder, 'personId' | 'minor'>
type Counted = Pick<Circulation, 'holders' | 'belowZero'> & { largest: Held[] }

/** So many rows are a statement of some milliseconds: pages come between two of them. */
const partOf = 2_000

async function countWallets(db: Db, most: number): Promise<Counted> {
  const counted: Counted = { holders: 0, belowZero: { count: 0, minor: 0 }, largest: [] }
  // A person's two pots stand side by side, and may be in two parts.
  let held: Held | undefined
  for (let after = 'wallet:'; ; ) {
    const rows = await walletsAfter(db, after)
    for (const { account, minor } of rows) {
      const personId = personOfWallet(account) ?? account
      if (held?.personId === personId) held.minor += minor
      else {
        count(counted, held, most)
        held = { personId, minor }
      }
    }
    after = rows.at(-1)?.account ?? after
    if (rows.length < partOf) break
    await nextTurn()
  }
  count(counted, held, most)
  return counted
}

async function walletsAfter(db: Db, after: string): Promise<WalletRow[]> {
  const { rows } = await sql<WalletRow>`
    select account, minor from balance where account collate "binary" > ${after}
      and account collate "binary" < 'wallet;' and unit = ${CREDIT}
    order by account collate "binary" limit ${sql.lit(partOf)}`.execute(db)
  return rows
}

function count(counted: Counted, held: Held | undefined, most: number): void {
  if (held === undefined || held.minor === 0) return
  if (held.minor > 0) {
    counted.holders += 1
    addLargest(counted.largest, held, most)
  } else {
    counted.belowZero.count += 1
    counted.belowZero.minor += held.minor
  }
}

/** Most first; of two alike the earlier id. */
function addLargest(largest: Held[], held: Held, most: number): void {
  const least = largest.at(-1)
  if (least && largest.length >= most && least.minor >= held.minor) return
  const at = largest.findIndex(({ minor }) => minor < held.minor)
  largest.splice(at < 0 ? largest.length : at, 0, held)
  if (largest.length > most) largest.pop()
}

async function withNames(db: Db, largest: readonly Held[]): Promise<Holder[]> {
  if (largest.length === 0) return []
  const ids = largest.map(({ personId }) => personId)
  const people = await db.selectFrom('person').select(['id', 'login', 'name']).where('id', 'in', ids).execute()
  const known = new Map(people.map((person) => [person.id, person]))
  return largest.flatMap((held) => {
    const person = known.get(held.personId)
    return person ? [{ ...held, login: person.login, name: person.name }] : []
  })
}

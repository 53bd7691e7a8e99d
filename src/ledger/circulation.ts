import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { CREDIT } from '../kit/amount.ts'
import { issuedAccount, type PrintCategory, printCategories, usedAccount } from './account.ts'

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
}

/** Credit by the kinds of account that hold it, from the kept sums. */
export async function readCirculation(db: Db): Promise<Circulation> {
  const [{ rows }, { rows: people }] = await Promise.all([
    sql<{ kind: string; minor: number }>`
      select case when account like 'wallet:%:bought' then 'bought' when account like 'wallet:%' then 'given'
          when account like 'reserved:%' then 'reserved' else account end as kind,
        cast(sum(minor) as bigint) as minor
      from balance where unit = ${CREDIT} group by 1`.execute(db),
    sql<{ holders: number; below: number; lacking: number }>`
      select count(case when minor > 0 then 1 end) as holders, count(case when minor < 0 then 1 end) as below,
        cast(coalesce(sum(case when minor < 0 then minor end), 0) as bigint) as lacking
      from (${wallets}) wallet`.execute(db),
  ])
  const minorOf = (kind: string): number => rows.find((row) => row.kind === kind)?.minor ?? 0
  const [counted] = people
  return {
    issuedMinor: -minorOf(issuedAccount) || 0,
    used: printCategories.map((category) => ({ category, minor: minorOf(usedAccount(category)) })),
    reservedMinor: minorOf('reserved'),
    boughtMinor: minorOf('bought'),
    givenMinor: minorOf('given'),
    holders: counted?.holders ?? 0,
    belowZero: { count: counted?.below ?? 0, minor: counted?.lacking ?? 0 },
  }
}

/** Both pots of a person together. */
const wallets = sql`
  select replace(replace(substr(account, 8), ':bought', ''), ':given', '') as person_id, sum(minor) as minor
  from balance where account like 'wallet:%' and unit = ${CREDIT} group by 1`

export type Holder = { personId: string; login: string; name: string; minor: number }

/** Who holds most, with what; at most `limit`. */
export async function largestHolders(db: Db, limit: number): Promise<Holder[]> {
  const { rows } = await sql<Holder>`
    select person.id as person_id, person.login as login, person.name as name, cast(wallet.minor as bigint) as minor
    from (${wallets}) wallet join person on person.id = wallet.person_id
    where wallet.minor > 0 order by wallet.minor desc, person.id limit ${sql.lit(limit)}`.execute(db)
  return rows
}

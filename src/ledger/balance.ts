import type { Db, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { type Amount, amount, CREDIT } from '../kit/amount.ts'
import { boughtWallet, givenWallet } from './account.ts'
import { booksChain } from './chain.ts'
import type { BalanceRow, TransferRow } from './ledger-tables.ts'

/** Balance after the change, in minor units, by `account unit`. */
export type Balances = ReadonlyMap<string, number>

export const balanceKey = (account: string, unit: string): string => `${account} ${unit}`

/** Adds a list of transfers to the kept sums; called by postTransfers alone. */
export async function addToBalances(tx: Tx, links: readonly TransferRow[]): Promise<Balances> {
  const changes = new Map<string, { account: string; unit: string; minor: number }>()
  const change = (account: string, unit: string, minor: number) => {
    const key = balanceKey(account, unit)
    const before = changes.get(key)?.minor ?? 0
    changes.set(key, { account, unit, minor: before + minor })
  }
  for (const link of links) {
    change(link.fromAccount, link.unit, -link.amountMinor)
    change(link.toAccount, link.unit, link.amountMinor)
  }
  // Sorted, so that two nodes lock rows in the same order.
  const rows = [...changes.values()].sort((a, b) =>
    balanceKey(a.account, a.unit) < balanceKey(b.account, b.unit) ? -1 : 1,
  )
  const add = 'on conflict (account, unit) do update set minor = balance.minor + excluded.minor'
  const after = (await insertRows(tx, 'balance', rows, `${add} returning account, unit, minor`)) as BalanceRow[]
  return new Map(after.map((row) => [balanceKey(row.account, row.unit), row.minor]))
}

/** The balance of one account in one unit; zero for an account that never moved. */
export async function balanceOf(db: Db, account: string, unit: string): Promise<Amount> {
  const row = await db
    .selectFrom('balance')
    .select('minor')
    .where('account', '=', account)
    .where('unit', '=', unit)
    .executeTakeFirst()
  return amount(row?.minor ?? 0, unit)
}

export type Wallet = { bought: Amount; given: Amount; total: Amount }

/** A person's credit: bought, given, and both together. */
export async function walletOf(db: Db, personId: string): Promise<Wallet> {
  const names = [boughtWallet(personId), givenWallet(personId)]
  const rows = await db
    .selectFrom('balance')
    .select(['account', 'minor'])
    .where('account', 'in', names)
    .where('unit', '=', CREDIT)
    .execute()
  const minorOf = (name: string) => rows.find((row) => row.account === name)?.minor ?? 0
  const [bought, given] = [minorOf(boughtWallet(personId)), minorOf(givenWallet(personId))]
  return { bought: amount(bought, CREDIT), given: amount(given, CREDIT), total: amount(bought + given, CREDIT) }
}

/** Splits a debit over the two pots: given credit is spent first; what neither pot holds falls on the bought one. */
export function spendGivenFirst(wallet: Wallet, minor: number): { given: number; bought: number } {
  const given = Math.max(0, Math.min(wallet.given.minor, minor))
  return { given, bought: minor - given }
}

/** Credit that people hold, all wallets together: bought and given. A wallet below zero counts as it is. */
export async function creditInCirculation(db: Db): Promise<Wallet> {
  const row = await db
    .selectFrom('chainHead')
    .select(['boughtMinor', 'givenMinor'])
    .where('chain', '=', booksChain)
    .executeTakeFirst()
  const [bought, given] = [row?.boughtMinor ?? 0, row?.givenMinor ?? 0]
  return { bought: amount(bought, CREDIT), given: amount(given, CREDIT), total: amount(bought + given, CREDIT) }
}

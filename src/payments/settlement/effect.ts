import type { Tx } from '../../db/database.ts'
import { insertedIn } from '../../db/evidence.ts'
import { type Amount, add, amount } from '../../kit/amount.ts'
import { boughtWallet, givenWallet, personOfWallet } from '../../ledger/account.ts'
import { balanceOf, type Wallet, walletOf } from '../../ledger/balance.ts'

/** What an act does to the books, and which papers it makes. A paper's number is taken when it is written. */
export type Effect = {
  transfers: Array<{ from: string; to: string; amount: Amount }>
  /** Of every account that moves. */
  balances: Array<{ account: string; before: Amount; after: Amount }>
  /** Of everybody whose credit moves: bought, given and both together. */
  wallets: WalletChange[]
  papers: Array<{ kind: 'receipt' | 'credit_note'; amount: Amount; vat: Amount; personId: string }>
}

export type WalletChange = { personId: string; before: Wallet; after: Wallet }

/** How far a transaction has come: what is read since then leaves out what it did before. */
export type Mark = { transfersTo: number | undefined; papers: number }

export const markOf = (tx: Tx): Mark => ({
  transfersTo: tx.gathered.books?.seq,
  papers: insertedIn(tx, 'receipt').length,
})

/** Reads what a transaction has written of the books and of papers, since its beginning or since `mark`. */
export async function readEffect(tx: Tx, mark?: Mark): Promise<Effect> {
  const transfers = await transfersOf(tx, mark)
  const balances = await balancesAround(tx, transfers)
  return { transfers, balances, wallets: await walletsAround(tx, balances), papers: await papersOf(tx, mark) }
}

async function transfersOf(tx: Tx, mark: Mark | undefined): Promise<Effect['transfers']> {
  const { firstTransfer, books } = tx.gathered
  if (firstTransfer === undefined || !books) return []
  const rows = await tx
    .selectFrom('transfer')
    .select(['fromAccount as from', 'toAccount as to', 'amountMinor', 'unit'])
    .where('seq', '>=', mark?.transfersTo === undefined ? firstTransfer : mark.transfersTo + 1)
    .where('seq', '<=', books.seq)
    .orderBy('seq')
    .execute()
  return rows.map(({ from, to, amountMinor, unit }) => ({ from, to, amount: amount(amountMinor, unit) }))
}

/** What stands there now is what follows; what was moved, taken off again, is what stood there before. */
async function balancesAround(tx: Tx, transfers: Effect['transfers']): Promise<Effect['balances']> {
  const moved = new Map<string, { account: string; unit: string; minor: number }>()
  for (const { from, to, amount: each } of transfers)
    for (const [account, minor] of [
      [from, -each.minor],
      [to, each.minor],
    ] as const) {
      const key = `${account} ${each.unit}`
      moved.set(key, { account, unit: each.unit, minor: (moved.get(key)?.minor ?? 0) + minor })
    }
  const balances: Effect['balances'] = []
  for (const { account, unit, minor } of moved.values()) {
    const after = await balanceOf(tx, account, unit)
    balances.push({ account, before: amount(after.minor - minor, unit), after })
  }
  return balances
}

async function walletsAround(tx: Tx, balances: Effect['balances']): Promise<WalletChange[]> {
  const people = new Set(balances.flatMap(({ account }) => personOfWallet(account) ?? []))
  const wallets: WalletChange[] = []
  for (const personId of people) {
    const after = await walletOf(tx, personId)
    const before = (pot: 'bought' | 'given', account: string): Amount =>
      balances.find((each) => each.account === account)?.before ?? after[pot]
    const bought = before('bought', boughtWallet(personId))
    const given = before('given', givenWallet(personId))
    wallets.push({ personId, before: { bought, given, total: add(bought, given) }, after })
  }
  return wallets
}

async function papersOf(tx: Tx, mark: Mark | undefined): Promise<Effect['papers']> {
  const ids = insertedIn(tx, 'receipt').slice(mark?.papers ?? 0)
  if (ids.length === 0) return []
  const rows = await tx.selectFrom('receipt').selectAll().where('id', 'in', ids).orderBy('value').execute()
  return rows.map(({ kind, amountMinor, vatMinor, currency, personId }) => ({
    kind,
    amount: amount(amountMinor, currency),
    vat: amount(vatMinor, currency),
    personId,
  }))
}

/** How a person's credit changes by it; undefined where it does not. */
export const walletChange = ({ wallets }: Effect, personId: string): WalletChange | undefined =>
  wallets.find((each) => each.personId === personId)

import { type Amount, amount } from '../../src/kit/amount.ts'
import type { Effect, WalletChange } from '../../src/payments/settlement/effect.ts'
import type { World } from './world.ts'

type Books = Awaited<ReturnType<typeof photograph>>

/** The committed books as they are: every balance, how far the chain goes, which papers are there. */
export async function photograph(world: World) {
  const { db } = world
  const [transfers, balances, papers, refunds, payments, rows] = await Promise.all([
    db.selectFrom('transfer').selectAll().orderBy('seq').execute(),
    db.selectFrom('balance').selectAll().orderBy('account').orderBy('unit').execute(),
    db.selectFrom('receipt').selectAll().orderBy('id').execute(),
    db.selectFrom('refund').selectAll().orderBy('id').execute(),
    db.selectFrom('payment').selectAll().orderBy('id').execute(),
    Promise.all(
      (
        ['auditEntry', 'statusChange', 'mail', 'topUp', 'paymentFact', 'evidence', 'counter', 'keptMatter'] as const
      ).map(async (table) => [table, await db.selectFrom(table).selectAll().execute()] as const),
    ),
  ])
  return { transfers, balances, papers, refunds, payments, rows }
}

/** What lies between two photographs, in the words in which an act says its effect; ids of new rows are left out. */
export function between(before: Books, after: Books): Effect {
  const transfers = after.transfers.slice(before.transfers.length).map((row) => ({
    from: row.fromAccount,
    to: row.toAccount,
    amount: amount(row.amountMinor, row.unit),
  }))
  const minorIn = ({ balances }: Books, account: string, unit: string) =>
    balances.find((each) => each.account === account && each.unit === unit)?.minor ?? 0
  const moved = new Set(transfers.flatMap(({ from, to, amount: { unit } }) => [`${from} ${unit}`, `${to} ${unit}`]))
  const balances = [...moved].map((key) => {
    const [account = '', unit = ''] = key.split(' ')
    const at = (books: Books) => amount(minorIn(books, account, unit), unit)
    return { account, before: at(before), after: at(after) }
  })
  const known = new Set(before.papers.map(({ id }) => id))
  const papers = after.papers.filter(({ id }) => !known.has(id))
  return {
    transfers,
    balances,
    wallets: walletsBetween(balances, before, after),
    papers: papers.map(({ kind, amountMinor, vatMinor, currency, personId }) => ({
      kind,
      amount: amount(amountMinor, currency),
      vat: amount(vatMinor, currency),
      personId,
    })),
  }
}

function walletsBetween(moved: Effect['balances'], before: Books, after: Books): WalletChange[] {
  const people = new Set(moved.flatMap(({ account }) => /^wallet:(\w+):/.exec(account)?.[1] ?? []))
  const of = ({ balances }: Books, personId: string) => {
    const pot = (name: string): Amount =>
      amount(balances.find(({ account }) => account === `wallet:${personId}:${name}`)?.minor ?? 0, 'credit')
    const [bought, given] = [pot('bought'), pot('given')]
    return { bought, given, total: amount(bought.minor + given.minor, 'credit') }
  }
  return [...people].map((personId) => ({ personId, before: of(before, personId), after: of(after, personId) }))
}

/** An effect whose rows bear no ids of their own: an act that is only previewed gives them others. */
export function comparable(effect: Effect | undefined): unknown {
  if (!effect) return undefined
  const text = JSON.stringify({ ...effect, balances: [...effect.balances].sort(byAccount) })
  return JSON.parse(text.replace(/reserved:rfd_\w+/g, 'reserved:refund'))
}

const nameOf = ({ account }: Effect['balances'][number]): string => account.replace(/rfd_\w+/, '')
const byAccount = (a: Effect['balances'][number], b: Effect['balances'][number]): number =>
  nameOf(a) < nameOf(b) ? -1 : 1

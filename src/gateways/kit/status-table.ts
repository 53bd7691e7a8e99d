import { type Amount, amount } from '../../kit/amount.ts'
import type { Fact, FactKind } from '../gateway.ts'

/** A provider's statuses in our words; one that its document does not list is `unknown`. */
export type StatusTable = { readonly kinds: ReadonlyMap<string, FactKind>; kindOf(status: string): FactKind }

/** `{ paid: '9 95', refused: '2' }`: each fact with its statuses. Throws where one stands twice: that is a bug. */
export function statusTable(words: Partial<Record<FactKind, string>>): StatusTable {
  const kinds = new Map<string, FactKind>()
  for (const [kind, statuses = ''] of Object.entries(words)) {
    for (const status of statuses.split(/\s+/)) {
      if (kinds.has(status)) throw new Error(`status ${status} stands twice`)
      kinds.set(status, kind as FactKind)
    }
  }
  return { kinds, kindOf: (status) => kinds.get(status) ?? 'unknown' }
}

/** What a status says of money: of an amount that cannot be read it says nothing. */
export const moneyFact = (kind: FactKind, read: Amount | undefined, unit: string): Pick<Fact, 'kind' | 'amount'> =>
  read ? { kind, amount: read } : { kind: 'unknown', amount: amount(0, unit) }

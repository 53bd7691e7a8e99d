export type TransferRow = {
  seq: number
  key: string
  fromAccount: string
  toAccount: string
  amountMinor: number
  unit: string
  cause: string
  mode: 'demo' | 'test' | 'live'
  occurredAt: string
  postedAt: string
  previousHash: string
  hash: string
}

export type BalanceRow = {
  account: string
  unit: string
  minor: number
}

export type ChainHeadRow = {
  chain: string
  seq: number
  hash: string
  /** What all wallets hold after the books' last transfer; zero for another chain. */
  boughtMinor: number
  givenMinor: number
}

export type CounterRow = {
  series: string
  value: number
}

export type HistoryEntryRow = {
  personId: string
  seq: number
  kind: 'recharge' | 'gift' | 'usage' | 'refund' | 'adjustment'
  deltaMinor: number
  balanceMinor: number
  cause: string
  detail: string
  occurredAt: string
}

export type UsageEntryRow = {
  id: string
  personId: string
  category: 'copy' | 'print' | 'scan' | 'fax'
  pages: number
  colour: 0 | 1
  costMinor: number
  device: string
  document: string
  occurredAt: string
}

export type UsageTotalRow = {
  personId: string
  period: string
  category: string
  pages: number
  costMinor: number
}

declare module '../db/schema.ts' {
  interface Schema {
    transfer: TransferRow
    balance: BalanceRow
    chainHead: ChainHeadRow
    counter: CounterRow
    historyEntry: HistoryEntryRow
    usageEntry: UsageEntryRow
    usageTotal: UsageTotalRow
  }
}

import type { Schema } from './schema.ts'

/** What of a table's rows is frozen once it is written, and the columns that name a row. */
export type Frozen = {
  key: readonly string[]
  columns: readonly string[]
  /** Rows that are frozen later than they are written: only where this column holds one of these words. */
  once?: { column: string; holds: readonly string[] }
}

type Table = keyof Schema
type Column<T extends Table> = keyof Schema[T] & string
type FrozenTable<T extends Table> = {
  key: ReadonlyArray<Column<T>>
  columns: ReadonlyArray<Column<T>>
  once?: { column: Column<T>; holds: readonly string[] }
}

/**
 * What the chain of evidence covers: rows that are never changed, whole, and of rows with a status all that is agreed
 * when they are written. Another column is added at the end, and holds null in the rows from before. Every column of
 * the database that is not named here stands in test/contracts/tampering-table.ts, with what proves it instead.
 */
export const frozenTables = {
  orders: {
    key: ['id'],
    columns: [
      ...['id', 'number', 'personId', 'mode', 'language'],
      ...['articleId', 'articleVersion', 'articleNumber', 'articleTitle'],
      ...['priceMinor', 'listPriceMinor', 'currency', 'vatCode', 'vatBp', 'vatMinor', 'creditMinor', 'bonusMinor'],
      ...['termsId', 'termsSha256', 'immediateUse', 'key', 'placedAt', 'expiresAt'],
    ] as Array<Column<'orders'>>,
  },
  payment: {
    key: ['id'],
    columns: [
      ...['id', 'orderId', 'gatewayId', 'account', 'mode', 'reference', 'key', 'returnToken'],
      ...['amountMinor', 'currency', 'startedAt'],
    ] as Array<Column<'payment'>>,
  },
  notice: {
    key: ['id'],
    columns: ['id', 'gatewayId', 'noticeKey', 'method', 'headers', 'query', 'body', 'receivedAt'],
    once: { column: 'status', holds: ['understood', 'not_ours'] },
  },
  paymentFact: {
    key: ['id'],
    columns: [
      ...['id', 'gatewayId', 'account', 'about', 'kind', 'operation', 'returned', 'paymentId', 'mode'],
      ...['amountMinor', 'currency', 'detail', 'source', 'decision', 'because', 'occurredAt', 'seenAt'],
      'capture',
    ] as Array<Column<'paymentFact'>>,
  },
  statusChange: {
    key: ['id'],
    columns: ['id', 'subject', 'subjectId', 'orderId', 'fromStatus', 'toStatus', 'at', 'actor', 'why'],
  },
  refund: {
    key: ['id'],
    columns: [
      ...['id', 'paymentId', 'orderId', 'amountMinor', 'currency', 'boughtMinor', 'givenMinor'],
      ...['key', 'reason', 'askedBy', 'askedAt'],
    ] as Array<Column<'refund'>>,
  },
  topUp: {
    key: ['id'],
    columns: [
      ...['id', 'orderId', 'paymentId', 'personId', 'creditMinor', 'bonusMinor', 'createdAt'],
      'printSystem',
    ] as Array<Column<'topUp'>>,
  },
  printAccount: { key: ['personId'], columns: ['personId', 'printSystem', 'since'] },
  receipt: {
    key: ['id'],
    columns: [
      ...['id', 'kind', 'series', 'value', 'number', 'orderId', 'paymentId', 'refundId', 'personId'],
      ...['amountMinor', 'vatMinor', 'currency', 'content', 'issuedAt'],
    ] as Array<Column<'receipt'>>,
  },
  historyEntry: {
    key: ['personId', 'seq'],
    columns: ['personId', 'seq', 'kind', 'deltaMinor', 'balanceMinor', 'cause', 'detail', 'occurredAt'],
  },
  usageEntry: {
    key: ['id'],
    columns: ['id', 'personId', 'category', 'pages', 'colour', 'costMinor', 'device', 'document', 'occurredAt'],
  },
  numberGap: { key: ['series', 'fromValue'], columns: ['series', 'fromValue', 'toValue', 'why', 'at'] },
  closing: {
    key: ['number'],
    columns: [
      ...['number', 'kind', 'period', 'fromAt', 'untilAt', 'timeZone', 'fromSeq', 'booksSeq', 'booksHash'],
      ...['evidenceSeq', 'evidenceHash', 'totals', 'perpetual', 'closedAt', 'previousHash', 'hash'],
    ] as Array<Column<'closing'>>,
  },
  auditEntry: { key: ['id'], columns: ['id', 'at', 'actor', 'act', 'about', 'detail'] },
  keptMatter: { key: ['kind', 'subjectId'], columns: ['kind', 'subjectId', 'keptBy', 'keptAt', 'why'] },
  vatRate: { key: ['code'], columns: ['code', 'rateBp'] },
  vatRateVersion: {
    key: ['code', 'number'],
    columns: ['code', 'number', 'rateBp', 'effectiveAt', 'setBy', 'setAt'],
  },
  article: { key: ['id'], columns: ['id', 'number', 'createdAt'] },
  articleVersion: {
    key: ['articleId', 'version'],
    columns: [
      ...['articleId', 'version', 'kind', 'titles', 'descriptions', 'priceMinor', 'listPriceMinor', 'currency'],
      ...['creditMinor', 'bonusMinor', 'vatCode', 'startsAt', 'endsAt', 'sortOrder', 'active', 'limits'],
      ...['changedBy', 'changedAt', 'plan'],
    ] as Array<Column<'articleVersion'>>,
  },
  limitsVersion: { key: ['number'], columns: ['number', 'content', 'changedBy', 'changedAt'] },
  termsVersion: {
    key: ['id'],
    columns: ['id', 'number', 'effectiveAt', 'texts', 'sha256', 'publishedBy', 'publishedAt'],
  },
  brandVersion: { key: ['id'], columns: ['id', 'number', 'content', 'publishedBy', 'publishedAt'] },
  brandLogo: { key: ['id'], columns: ['id', 'type', 'content', 'addedAt'] },
  reconciliation: {
    key: ['id'],
    columns: [
      ...['id', 'gatewayId', 'account', 'ranAt', 'askedBy', 'fromAt', 'completeTo', 'outcome', 'why'],
      ...['listed', 'settled', 'fees', 'differences'],
    ] as Array<Column<'reconciliation'>>,
  },
  difference: {
    key: ['id'],
    columns: [
      ...['id', 'gatewayId', 'account', 'kind', 'subject', 'paymentId', 'orderId', 'listedMinor', 'listedUnit'],
      ...['oursMinor', 'oursUnit', 'detail', 'seenAt'],
    ] as Array<Column<'difference'>>,
  },
  differenceEnd: { key: ['differenceId'], columns: ['differenceId', 'endedAt', 'endedBy', 'why'] },
  withdrawal: {
    key: ['id'],
    columns: ['id', 'key', 'name', 'contract', 'email', 'language', 'declaredBy', 'declaredAt'],
  },
  withdrawalChange: {
    key: ['id'],
    columns: ['id', 'withdrawalId', 'fromStatus', 'toStatus', 'refundId', 'at', 'actor', 'why'],
  },
} satisfies { [T in Table]?: FrozenTable<T> }

export type FrozenTableName = keyof typeof frozenTables

/** What is frozen of a table's rows; undefined where nothing is. */
export function frozenOf(table: string): Frozen | undefined {
  return Object.hasOwn(frozenTables, table) ? frozenTables[table as FrozenTableName] : undefined
}

type Values = Readonly<Record<string, unknown>>

/** The frozen part of a row as one text that is the same on both engines; what is null is left out. */
export function frozenContent({ columns }: Frozen, row: Values): string {
  let text = ''
  for (const column of columns) {
    const value = row[column]
    if (value === null || value === undefined) continue
    text += `${column}=${value instanceof Uint8Array ? Buffer.from(value).toString('base64') : JSON.stringify(value)}\n`
  }
  return text
}

/** What names a row, in the order of the key's columns. */
export const keyOf = ({ key }: Frozen, row: Values): Array<string | number> =>
  key.map((column) => row[column] as string | number)

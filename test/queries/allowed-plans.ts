import type { Finding } from './query-plan.ts'

/** Tables that stay small however long a shop lives, each with what bounds it. */
const smallTables: Readonly<Record<string, string>> = {
  article: 'what is on sale',
  article_version: 'changes of what is on sale, made by hand',
  brand_version: 'published by hand',
  chain_head: 'two rows',
  closing: 'one a day, a month and a year',
  counter: 'a handful a year',
  difference: 'what a provider and the books say differently, of which a person sees every one',
  difference_end: 'the same',
  latest_instant: 'one row',
  limits_version: 'changed by hand',
  mail_life: 'one row',
  mail_trouble: 'one row',
  person_role: 'staff',
  reconciliation: 'one a day and provider',
  site: 'what this database is',
  terms_version: 'published by hand',
  vat_rate: 'set by law',
  vat_rate_version: 'set by law',
}

/** Partial indexes that hold what is not over yet, and lose it again. */
const openIndexes = [
  'mail_due',
  'mail_failed',
  'mail_held',
  'notice_puzzling',
  'notice_rejected',
  'payment_held',
  'payment_open',
  'payment_pending',
  'top_up_doubtful',
  'withdrawal_open',
]

/** What else may be: the beginning of its line, what its statement says, and why it costs the same for ever. */
const others: ReadonlyArray<{ line: string; sql: RegExp; because: string }> = [
  {
    line: 'SCAN difference',
    sql: /^insert into (orders|payment)/,
    because: 'SQLite looks for orphans of a new row in a transaction that has some, and no other',
  },
  { line: 'SCAN withdrawal', sql: /^insert into refund/, because: 'the same' },
  { line: 'SCAN audit_entry', sql: /order by "id" desc limit 51$/, because: 'the newest, as many as a page has' },
  { line: 'SCAN captured_mail', sql: /order by "id" desc limit 100$/, because: 'the newest, as many as a page has' },
  { line: 'SCAN transfer', sql: /order by "seq" limit 1$/, because: 'the first one' },
  {
    line: 'SCAN orders USING INDEX orders_placed_at',
    sql: /order by o\.placed_at desc, o\.id desc limit (51|501|10000)\)/,
    because: 'the newest, as many as a page or a part of a file has, or as a page looks at',
  },
  {
    line: 'SCAN orders USING COVERING INDEX orders_placed_at',
    sql: /limit 1 offset 9999$/,
    because: 'as many as a page looks at',
  },
  {
    line: 'SCAN withdrawal USING INDEX withdrawal_declared',
    sql: /order by w\.declared_at desc, w\.id desc limit/,
    because: 'the newest, as many as a page or a file has',
  },
  {
    line: 'SEARCH orders USING INDEX orders_status_placed (status=?)',
    sql: /order by o\.placed_at desc, o\.id desc limit (51|10000)\)/,
    because: 'the newest of a status, as many as a page has',
  },
  {
    line: 'SEARCH orders USING INDEX orders_status_placed (status=?)',
    sql: /where "status" = 'placed' and "expires_at" <= \?/,
    because: 'orders that may yet be paid',
  },
  {
    line: 'SEARCH notice USING INDEX notice_latest (gateway_id=?)',
    sql: /order by "received_at" desc, "id" desc limit 1$/,
    because: 'the newest one',
  },
  {
    line: 'SEARCH refund USING INDEX refund_next (status=?)',
    sql: /"?status"? = '(reserved|sending|uncertain)'/,
    because: 'refunds under way',
  },
  {
    line: 'SEARCH refund USING COVERING INDEX refund_next (status=?)',
    sql: /r\.status = 'refused' and w\.refund_id = r\.id/,
    because: 'refunds that a provider refused, of which a person sees every one',
  },
  {
    line: 'SCAN payment USING INDEX payment_charged_back',
    sql: /o\.id in \(select/,
    because: 'disputes, of which a person sees every one',
  },
  { line: 'SCAN payment_fact USING INDEX payment_fact_doubtful', sql: /'puzzle'/, because: 'disputes, and puzzles' },
  {
    line: 'SORT after SEARCH payment_fact USING INDEX payment_fact_doubtful',
    sql: /where p\.order_id = \?/,
    because: 'the same',
  },
  {
    line: 'SCAN receipt USING INDEX receipt_credit_note',
    sql: /o\.id in \(select/,
    because: 'refunds, where they are what is asked for',
  },
  {
    line: 'SORT after SEARCH orders USING COVERING INDEX orders_paid_at (paid_at>? AND paid_at<?)',
    sql: /group by currency/,
    because: 'one day, or a month at most',
  },
  {
    line: 'SORT after SEARCH receipt USING INDEX receipt_credit_note (issued_at>? AND issued_at<?)',
    sql: /group by currency/,
    because: 'one day, or a month at most',
  },
  {
    line: 'SORT after SEARCH payment USING INDEX payment_',
    sql: /count\(distinct o\.id\)/,
    because: 'what ended without money in a month at most',
  },
  {
    line: 'SORT after SEARCH person_key',
    sql: /order by login_key limit/,
    because: 'people whose name begins as was typed',
  },
  {
    line: 'SORT after SEARCH transfer USING PRIMARY KEY (seq>? AND seq<?)',
    sql: /group by m\.source/,
    because: 'once a day, those of the day',
  },
]

/** Why the books may grow without end and this not cost more; undefined where it would. */
export function whyAllowed({ table, line }: Finding, sql: string): string | undefined {
  const [, index = ''] = /USING (?:COVERING )?INDEX (\w+)/.exec(line) ?? []
  const isOpen = openIndexes.includes(index)
  const other = others.find((each) => line.startsWith(each.line) && each.sql.test(sql))
  return smallTables[table] ?? (isOpen ? index : undefined) ?? other?.because
}

export const smallTableNames: readonly string[] = Object.keys(smallTables)

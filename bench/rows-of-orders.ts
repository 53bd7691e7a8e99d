import type { Bulk } from './many-orders.ts'

type Insert = { table: string; columns: string; values: string; where?: string }

/** One attempt in twenty was refused: it has no money, no credit and no history. */
const paid = 'i % 20 <> 0'
const id = (kind: string, shift = '') => `'${kind}_' || (1000000000 + i${shift})`
const person = "'per_' || (1000000 + person)"

/** What a paid order leaves behind, a row each, beside the four transfers of a sale with a bonus. */
const inserts: readonly Insert[] = [
  {
    table: 'notice',
    columns: `id, gateway_id, notice_key, method, headers, query, body, received_at, repeats, status, why, try_at,
      order_id`,
    values: `${id('ntc')}, case when i % 50 = 0 then 'paypal' else 'ogone' end, 'key' || i, 'POST', '{}', '', body, at,
      0, 'understood', '', at, ${id('ord')}`,
  },
  {
    table: 'payment_fact',
    columns: `id, gateway_id, account, about, kind, operation, returned, payment_id, mode, amount_minor, currency,
      detail, source, decision, because, occurred_at, seen_at`,
    values: `${id('fct')}, case when i % 50 = 0 then 'paypal' else 'ogone' end, 'demo', 'payment',
      case when i % 20 = 0 then 'refused' else 'paid' end, 'op' || i, 0, ${id('pay')}, 'demo', 1000, 'EUR', 'status 9',
      'notice', 'accept', '', at, at`,
  },
  {
    table: 'top_up',
    columns: `id, order_id, payment_id, person_id, status, credit_minor, bonus_minor, tries, due_at, fence, evidence,
      created_at, print_system`,
    values: `${id('top')}, ${id('ord')}, ${id('pay')}, ${person}, 'applied', 1000, 100, 1, at, 1, '', at, 'builtin'`,
    where: paid,
  },
  {
    table: 'status_change',
    columns: 'id, subject, subject_id, order_id, from_status, to_status, at, actor, why',
    values: `${id('chg')}, 'order', ${id('ord')}, ${id('ord')}, 'placed', 'paid', at, 'worker', ''`,
  },
  {
    table: 'mail',
    columns: 'id, kind, about, order_id, to_address, language, detail, status, tries, due_at, why, created_at',
    values: `${id('mal')}, 'receipt', ${id('rct')}, ${id('ord')}, 'a@example.org', 'fr', '{}', 'sent', 1, at, '', at`,
    where: paid,
  },
  {
    table: 'history_entry',
    columns: 'person_id, seq, kind, delta_minor, balance_minor, cause, detail, occurred_at',
    values: `${person}, 100 + i, 'recharge', 1100, 1100, ${id('ord')}, '{}', at`,
    where: paid,
  },
  {
    table: 'web_session',
    columns: 'token_hash, person_id, created_at, seen_at, expires_at, browser',
    values: `'hash' || i, ${person}, at, at, at, 'bench'`,
    where: 'i % 5 = 0',
  },
  { table: 'throttle', columns: 'bucket, tries, since', values: `'orders:' || i, 1, at`, where: 'i % 5 = 0' },
  {
    table: 'audit_entry',
    columns: 'id, at, actor, act, about, detail',
    values: `${id('aud')}, at, ${person}, 'signed in', ${person}, '{}'`,
    where: 'i % 5 = 0',
  },
]

const transfers = [
  ['net', "'gateway:ogone'", "'sales:fr-20'", 833, "'EUR'"],
  ['vat', "'gateway:ogone'", "'vat:fr-20'", 167, "'EUR'"],
  ['bought', "'issued'", `'wallet:' || ${person} || ':bought'`, 1000, "'credit'"],
  ['given', "'issued'", `'wallet:' || ${person} || ':given'`, 100, "'credit'"],
] as const

/** The tables that are filled here: their indexes are taken away meanwhile. */
export const tablesOfOrders = [...inserts.map(({ table }) => table), 'transfer', 'balance']

/**
 * For each of `total` orders the rows that a settlement leaves (bench/many-orders.ts has made the table `n`), and each
 * person's two pots. Chains are invented: nobody checks them here.
 */
export async function rowsOfOrders(bulk: Bulk, total: number): Promise<string[]> {
  const [head] = await bulk.rows('select coalesce(max(seq), 0) + 1 as seq from transfer')
  const from = Number(head?.seq)
  return [
    ...inserts.map(({ table, columns, values, where = '1 = 1' }) => {
      const body = bulk.engine === 'sqlite' ? "x'00'" : "'\\x00'"
      const chosen = values.replace(/\bbody\b/, body)
      return `insert into ${table} (${columns}) select ${chosen} from n where i < ${total} and ${where}`
    }),
    ...transfers.map(
      ([what, source, target, minor, unit], at) =>
        `insert into transfer select ${from} + i * 4 + ${at}, 'bench:' || i || ':${what}', ${source}, ${target},
           ${minor}, ${unit}, ${id('ord')}, 'demo', at, at, 'p', 'h' || i from n where i < ${total}`,
    ),
    ...pots.map(
      (pot) => `insert into balance select 'wallet:per_' || (1000000 + i) || ':${pot}', 'credit', 50 + i % 700
        from n where i < 20000`,
    ),
    `update chain_head set seq = ${from - 1} + ${total} * 4, ${pots.map(potSum).join()} where chain = 'books'`,
  ]
}

const pots = ['bought', 'given'] as const
const potSum = (pot: string): string =>
  `${pot}_minor = (select sum(minor) from balance where account like 'wallet:%:${pot}')`

/**
 * Every column of the database that the chain of evidence does not cover, with what proves it instead: `found` is
 * what check-books says when it is changed, a text is why it is no evidence. A table or a column that is added later
 * is listed here or in src/db/frozen-columns.ts, or the test fails.
 */
export type Uncovered = { found: RegExp; change?: string } | string

const byTransfers: Uncovered = { found: /^(balance|chain_head|transfer) / }
const byChain: Uncovered = { found: /^(transfer|evidence|chain_head) / }
const work = 'what is to be done next, by which worker'
const people = 'changes by design; who may do what, and every act at the desk, is in the audit log'

export const uncoveredColumns: Readonly<Record<string, string | Readonly<Record<string, Uncovered>>>> = {
  transfer: {
    seq: byChain,
    key: byChain,
    from_account: byChain,
    to_account: byChain,
    amount_minor: byChain,
    unit: byChain,
    cause: byChain,
    mode: byChain,
    occurred_at: byChain,
    posted_at: byChain,
    previous_hash: byChain,
    hash: byChain,
  },
  evidence: { seq: byChain, at: byChain, content: byChain, previous_hash: byChain, hash: byChain },
  chain_head: { chain: byTransfers, seq: byTransfers, hash: byTransfers },
  balance: { account: byTransfers, unit: byTransfers, minor: byTransfers },
  counter: { series: { found: /^counter / }, value: { found: /^counter / } },
  usage_total: {
    person_id: { found: /^usage_total / },
    period: { found: /^usage_total / },
    category: { found: /^usage_total / },
    pages: { found: /^usage_total / },
    cost_minor: { found: /^usage_total / },
  },
  orders: {
    number_reversed: 'the number once more, for searches',
    status: { found: /^orders .*its history does not end there/, change: `'cancelled'` },
    paid_at: { found: /^orders .*paid_at is/ },
    fulfilled_at: { found: /^orders .*fulfilled_at is/ },
  },
  payment: {
    status: { found: /^payment .*its history does not end there/, change: `'refused'` },
    captured_minor: { found: /^payment .*captured_minor is/ },
    refunded_minor: { found: /^payment .*counts .* refunded/ },
    capture: { found: /^payment .*no fact says/ },
    paid_at: { found: /^payment .*no fact says/ },
    attempt_ref: 'the provider’s name of the attempt, learned again from it',
    held_why: 'stands in the change of status too',
    go_to: 'where the payer was sent',
    payer_mark: 'stands in the text of the receipt',
    limit_at: work,
    polls: work,
    last_polled_at: work,
    next_poll_at: work,
    complete_asked_at: work,
    unanswered_polls: work,
    declined_key: work,
    told_minor: 'what was asked again; once it counts, a transfer says so',
    told_unit: 'as told_minor',
    told_at: work,
    told_words: 'words for the desk',
  },
  notice: {
    status: { found: /^notice /, change: `'puzzling'` },
    repeats: 'how often the provider said it again',
    why: 'words for the desk',
    try_at: work,
    order_id: 'follows from the facts',
  },
  refund: {
    status: { found: /^refund .*its history does not end there/, change: `'refused'` },
    vat_minor: { found: /^refund .*of VAT/ },
    operation: 'stands in the text of the credit note, and in the fact',
    why: 'stands in the change of status too',
    next_poll_at: work,
    polls: work,
    lease_until: work,
    fence: work,
    outlived_lease: work,
  },
  top_up: {
    status: { found: /^top_up .*its history does not end there/, change: `'parked'` },
    tries: work,
    due_at: work,
    lease_until: work,
    fence: work,
    outlived_lease: work,
    evidence: 'stands in the change of status too',
  },
  withdrawal: {
    status: { found: /^withdrawal .*its history does not end there/, change: `'refused'` },
    order_id: 'which order a person found it to be about',
    refund_id: 'stands in the change of status too',
  },
  site: 'what this database is; its transfers carry the mode',
  migration: 'which migrations were applied, by their hash',
  lease: work,
  latest_instant: 'whether the clock was put back',
  mail: 'letters under way; what they say stands in frozen rows',
  captured_mail: 'the demonstration’s letters',
  brand_draft: 'not published yet',
  throttle: 'counts tries',
  person: people,
  credential: people,
  identity: people,
  person_role: people,
  person_key: 'names once more, for searches',
  web_session: people,
  one_time_link: people,
}

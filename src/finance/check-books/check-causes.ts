import type { Db } from '../../db/database.ts'
import type { TransferRow } from '../../ledger/ledger-tables.ts'
import { usageCauses } from '../../ledger/usage.ts'
import { type CauseRules, idsNamedBy, type Wrong } from '../../ledger/wrong.ts'
import { paymentCauses } from '../../payments/proof/payment-causes.ts'
import { auditedAmong } from '../../people/audit/audit-log.ts'
import { feeCauses } from '../../reconciliation/book-fees.ts'

/** The year before the demonstration begins. */
const demoCauses: CauseRules = {
  kinds: ['demo'],
  async findWrong(_db, rows) {
    const strays = rows.filter(({ mode }) => mode !== 'demo')
    return new Map(strays.map(({ key }) => [key, 'is a demonstration’s, in real books']))
  },
}

/** Anything else rests on an act that a person answers for. */
const auditedCauses: CauseRules = {
  kinds: [],
  async findWrong(db, rows) {
    const audited = await auditedAmong(db, idsNamedBy(rows, 'aud_'))
    const strays = rows.filter(({ cause }) => !audited.has(cause))
    return new Map(strays.map(({ key }) => [key, 'rests on no payment and on no audited act']))
  },
}

/** A kind of transfer that is new to the books adds its rules here. */
const rules: readonly CauseRules[] = [paymentCauses, usageCauses, feeCauses, demoCauses]
const ruleOf = new Map(rules.flatMap((rule) => rule.kinds.map((kind) => [kind, rule] as const)))
const rulesFor = ({ key }: TransferRow): CauseRules => ruleOf.get(key.split(':')[0] ?? '') ?? auditedCauses

/** What each transfer rests on, as the room says that posts its kind; nothing that no rule knows. */
export async function checkCauses(db: Db, rows: readonly TransferRow[]): Promise<Wrong[]> {
  const byRule = Map.groupBy(rows, rulesFor)
  const wrong = new Map<string, string>()
  for (const [rule, some] of byRule) for (const [key, what] of await rule.findWrong(db, some)) wrong.set(key, what)
  return rows.flatMap((row) => {
    const what = wrong.get(row.key)
    return what === undefined ? [] : [{ table: 'transfer', row: `${row.seq} (${row.key})`, what }]
  })
}

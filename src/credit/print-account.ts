import type { Db, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { Failure } from '../kit/failure.ts'
import type { PrintSystem, PrintSystems } from '../printing/print-system.ts'

/** What rows from before there were several systems are at. */
const beforeThere = 'builtin'

/** The system that a top-up belongs to: it was made for that one, and goes to no other. */
export const systemIdOf = ({ printSystem }: { printSystem: string | null }): string => printSystem ?? beforeThere

/** Where a person's account is: the id of its system; without an account yet, undefined. */
export async function accountAt(db: Db, personId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('printAccount')
    .select('printSystem')
    .where('personId', '=', personId)
    .executeTakeFirst()
  return row?.printSystem
}

/** The system of a person's account, or the usual one; undefined when it is not set up any more, with its id. */
export async function systemOfPerson(
  db: Db,
  systems: PrintSystems,
  personId: string,
): Promise<{ id: string; system: PrintSystem | undefined }> {
  const id = (await accountAt(db, personId)) ?? systems.usual.id
  return { id, system: systems.byId.get(id) }
}

/**
 * Opens a person's account at a system; there already, nothing changes. Throws Failure `conflict` when it is at
 * another: credit that was sold stays where it was sold.
 */
export async function openPrintAccount(tx: Tx, at: { personId: string; printSystem: string }): Promise<void> {
  const { personId, printSystem } = at
  const found = (await openPrintAccounts(tx, [personId], printSystem)).get(personId)
  if (found !== printSystem) throw new Failure('conflict', `the account is at ${found}`)
}

/** Where each of these people's accounts is; who has none gets one at the usual system. */
export async function openPrintAccounts(
  tx: Tx,
  personIds: readonly string[],
  usualId: string,
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(personIds)]
  const rowsOf = () =>
    tx.selectFrom('printAccount').select(['personId', 'printSystem']).where('personId', 'in', ids).execute()
  const known = new Map((await rowsOf()).map((row) => [row.personId, row.printSystem]))
  const missing = ids.filter((id) => !known.has(id))
  if (missing.length === 0) return known
  const rows = missing.map((personId) => ({ personId, printSystem: usualId, since: tx.now }))
  await insertRows(tx, 'printAccount', rows, 'on conflict (person_id) do nothing returning person_id')
  return new Map((await rowsOf()).map((row) => [row.personId, row.printSystem]))
}

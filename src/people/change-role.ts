import type { Db, Tx } from '../db/database.ts'
import { recordAudit } from './audit/audit.ts'
import { findPerson, grantRole, takeRole } from './person.ts'
import type { Role } from './role.ts'

export type RoleChange = { personId: string; role: Role; by: string }
export type RoleRefusal = 'unknown_person' | 'disabled' | 'last_manager'
export type RoleOutcome = { is: 'granted' | 'taken' | 'unchanged' } | { is: 'refused'; because: RoleRefusal }

/** The act of giving a role: what it allows holds from the person's next click on. */
export async function giveRole(tx: Tx, { personId, role, by }: RoleChange): Promise<RoleOutcome> {
  const person = await findPerson(tx, personId)
  if (!person) return { is: 'refused', because: 'unknown_person' }
  if (person.disabledAt !== null) return { is: 'refused', because: 'disabled' }
  if (!(await grantRole(tx, { personId, role }))) return { is: 'unchanged' }
  await recordAudit(tx, { actor: by, act: `grant ${role}`, about: personId })
  return { is: 'granted' }
}

/** The act of taking a role away, from the next click on. The last manager who may come in stays one. */
export async function withdrawRole(tx: Tx, { personId, role, by }: RoleChange): Promise<RoleOutcome> {
  if (role === 'manager' && (await isLastManager(tx, personId))) return { is: 'refused', because: 'last_manager' }
  if (!(await takeRole(tx, { personId, role }))) return { is: 'unchanged' }
  await recordAudit(tx, { actor: by, act: `take ${role}`, about: personId })
  return { is: 'taken' }
}

/**
 * Whether nobody could manage any more without this person. The managers are kept from other nodes to the end of the
 * transaction, so that two of them cannot remove each other at once. SQLite has one writer at a time.
 */
export async function isLastManager(tx: Tx, personId: string): Promise<boolean> {
  const query = managersIn(tx)
  const managers = await (tx.engine === 'postgres' ? query.forUpdate() : query).execute()
  return managers.length === 1 && managers[0]?.id === personId
}

/** The same for a page, which promises nothing. */
export async function looksLastManager(db: Db, personId: string): Promise<boolean> {
  const managers = await managersIn(db).limit(2).execute()
  return managers.length === 1 && managers[0]?.id === personId
}

const managersIn = (db: Db) =>
  db
    .selectFrom('personRole')
    .innerJoin('person', 'person.id', 'personRole.personId')
    .select('person.id')
    .where('role', '=', 'manager')
    .where('disabledAt', 'is', null)
    .orderBy('person.id')

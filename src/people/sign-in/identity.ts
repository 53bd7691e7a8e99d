import type { Db, Tx } from '../../db/database.ts'
import { Failure } from '../../kit/failure.ts'
import { comparable } from '../comparable.ts'
import type { IdentityRow } from '../people-tables.ts'
import type { Person } from '../person.ts'

/** The name under which one place knows a person: its provider, who issued the name there, and the name itself. */
export type Identity = Pick<IdentityRow, 'provider' | 'issuer' | 'subject'>

/** Obole's own: who has it signs in with a login and a password. */
export const localIdentity = (login: string): Identity => ({
  provider: 'local',
  issuer: '',
  subject: comparable(login),
})

const bySubject = (db: Db, { provider, issuer, subject }: Identity) =>
  db
    .selectFrom('identity')
    .innerJoin('person', 'person.id', 'identity.personId')
    .where('provider', '=', provider)
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)

/** The person whom a place knows by this name, disabled or not. */
export async function findPersonByIdentity(db: Db, identity: Identity): Promise<Person | undefined> {
  return bySubject(db, identity).selectAll('person').executeTakeFirst()
}

/** Who signs in with this login, and the hash of their password if they have one: one query, whether known or not. */
export async function findByLocalLogin(
  db: Db,
  login: string,
): Promise<{ person: Person; passwordHash: string | undefined } | undefined> {
  const row = await bySubject(db, localIdentity(login))
    .leftJoin('credential', (join) =>
      join.onRef('credential.personId', '=', 'person.id').on('credential.kind', '=', 'password'),
    )
    .selectAll('person')
    .select('credential.secret as passwordHash')
    .executeTakeFirst()
  if (!row) return undefined
  const { passwordHash, ...person } = row
  return { person, passwordHash: passwordHash ?? undefined }
}

/** Ties a name to a person; once more changes nothing. Throws Failure `conflict` when it is another person's. */
export async function linkIdentity(tx: Tx, link: { personId: string; identity: Identity }): Promise<void> {
  const { personId, identity } = link
  const made = await tx
    .insertInto('identity')
    .values({ ...identity, personId, linkedAt: tx.now, seenAt: null })
    .onConflict((conflict) => conflict.columns(['provider', 'issuer', 'subject']).doNothing())
    .returning('personId')
    .executeTakeFirst()
  if (made) return
  const owner = await findPersonByIdentity(tx, identity)
  if (owner?.id !== personId)
    throw new Failure('conflict', 'this login is taken', [{ field: 'login', message: 'problem.login_taken' }])
}

/** Notes that somebody came in by this name just now. */
export async function markIdentitySeen(tx: Tx, { provider, issuer, subject }: Identity): Promise<void> {
  await tx
    .updateTable('identity')
    .set({ seenAt: tx.now })
    .where('provider', '=', provider)
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .execute()
}

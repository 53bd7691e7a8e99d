import type { Db, Tx } from '../../db/database.ts'
import { Failure } from '../../kit/failure.ts'
import type { IdentityRow } from '../people-tables.ts'
import type { Person } from '../person.ts'
import { comparable, searchKey } from '../person-key.ts'

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
export async function findByLocalLogin(db: Db, login: string): Promise<SignInPerson | undefined> {
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

type SignInPerson = { person: Person; passwordHash: string | undefined }

/**
 * Who signs in by what they typed: their login, or the e-mail address of one account alone. An address that is
 * somebody's login means that person; one that several accounts have means nobody. The same queries, whether known or
 * not.
 */
export async function findByTypedName(db: Db, typed: string): Promise<SignInPerson | undefined> {
  const [byLogin, withAddress] = await Promise.all([findByLocalLogin(db, typed), loginsOfAddress(db, typed)])
  const [only, ...others] = withAddress
  if (byLogin || only === undefined || others.length > 0) return byLogin
  return findByLocalLogin(db, only)
}

/** The logins of those who have this address and are not disabled, two at most: found by the table of keys. */
async function loginsOfAddress(db: Db, email: string): Promise<string[]> {
  const rows = await db
    .selectFrom('personKey')
    .innerJoin('person', 'person.id', 'personKey.personId')
    .select('person.login')
    .where('personKey.key', '=', searchKey(email))
    .where('person.emailKey', '=', comparable(email))
    .where('person.disabledAt', 'is', null)
    .limit(2)
    .execute()
  return rows.map(({ login }) => login)
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

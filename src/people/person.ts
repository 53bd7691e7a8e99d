import type { Db, Tx } from '../db/database.ts'
import { toMs } from '../kit/clock.ts'
import { Failure } from '../kit/failure.ts'
import { newId } from '../kit/id.ts'
import { goodEmail } from './email-address.ts'
import type { PersonRow } from './people-tables.ts'
import { comparable, writePersonKeys } from './person-key.ts'
import type { Role } from './role.ts'
import { setPasswordHash } from './sign-in/credential.ts'
import { linkIdentity, localIdentity } from './sign-in/identity.ts'

export type Person = PersonRow
export type Language = PersonRow['language']
export type Theme = PersonRow['theme']

const maxName = 100
const maxLogin = 100

/** The person, disabled or not. */
export async function findPerson(db: Db, personId: string): Promise<Person | undefined> {
  return db.selectFrom('person').selectAll().where('id', '=', personId).executeTakeFirst()
}

/** The person of a login, however it is typed. */
export async function findPersonByLogin(db: Db, login: string): Promise<Person | undefined> {
  return db.selectFrom('person').selectAll().where('loginKey', '=', comparable(login)).executeTakeFirst()
}

/** Names by id; an id that is no person's has none. */
export async function namesOf(db: Db, personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (personIds.length === 0) return new Map()
  const ids = [...new Set(personIds)]
  const rows = await db.selectFrom('person').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export type NewPerson = {
  login: string
  name: string
  /** Left out for who has none. */
  email?: string | undefined
  language: Language
  /** Left out for who chooses one by a link, or never needs one. */
  passwordHash?: string | undefined
  /** False for who comes in by another place's word alone. */
  signsInHere?: boolean
  roles?: readonly Role[]
}

/** Throws Failure `invalid` for a bad login, name or address, `conflict` when the login is taken. */
export async function createPerson(tx: Tx, wish: NewPerson): Promise<Person> {
  const email = wish.email === undefined ? null : goodEmail(wish.email)
  const person: Person = {
    id: newId('per', toMs(tx.now)),
    login: goodLogin(wish.login),
    loginKey: comparable(wish.login),
    name: goodName(wish.name),
    email,
    emailKey: email === null ? null : comparable(email),
    language: wish.language,
    theme: 'automatic',
    disabledAt: null,
    createdAt: tx.now,
  }
  const made = await tx
    .insertInto('person')
    .values(person)
    .onConflict((conflict) => conflict.column('loginKey').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) throw new Failure('conflict', 'this login is taken', [{ field: 'login', message: 'problem.login_taken' }])
  const { signsInHere = true, passwordHash } = wish
  if (signsInHere) await linkIdentity(tx, { personId: person.id, identity: localIdentity(person.login) })
  if (passwordHash !== undefined) await setPasswordHash(tx, { personId: person.id, passwordHash })
  await writePersonKeys(tx, person)
  for (const role of wish.roles ?? []) await grantRole(tx, { personId: person.id, role })
  return person
}

/** Granting a role twice changes nothing. Whether it was granted now. */
export async function grantRole(tx: Tx, grant: { personId: string; role: Role }): Promise<boolean> {
  const made = await tx
    .insertInto('personRole')
    .values(grant)
    .onConflict((conflict) => conflict.columns(['personId', 'role']).doNothing())
    .returning('role')
    .executeTakeFirst()
  return made !== undefined
}

/** Whether the person had the role. */
export async function takeRole(tx: Tx, grant: { personId: string; role: Role }): Promise<boolean> {
  const { personId, role } = grant
  const gone = await tx
    .deleteFrom('personRole')
    .where('personId', '=', personId)
    .where('role', '=', role)
    .returning('role')
    .executeTakeFirst()
  return gone !== undefined
}

/** What a person may change without further proof. Throws Failure `invalid`. */
export async function changeProfile(
  tx: Tx,
  change: { personId: string; name?: string; language?: Language; theme?: Theme },
): Promise<void> {
  const { personId, name, language, theme } = change
  const set = {
    ...(name !== undefined && { name: goodName(name) }),
    ...(language && { language }),
    ...(theme && { theme }),
  }
  if (Object.keys(set).length === 0) return
  const changed = await tx.updateTable('person').set(set).where('id', '=', personId).returningAll().executeTakeFirst()
  if (changed && set.name !== undefined) await writePersonKeys(tx, changed)
}

/** A login can be typed and read: no sign that is not seen, and not too long. */
function goodLogin(text: string): string {
  const login = text.trim().normalize('NFC')
  const refuse = (message: string) =>
    new Failure('invalid', message, [{ field: 'login', message, values: { max: maxLogin } }])
  if (login === '') throw refuse('problem.login_missing')
  if (login.length > maxLogin || /[\p{C}\p{Z}]/u.test(login)) throw refuse('problem.login_invalid')
  return login
}

function goodName(text: string): string {
  const name = text.trim().normalize('NFC')
  const refuse = (message: string) =>
    new Failure('invalid', message, [{ field: 'name', message, values: { max: maxName } }])
  if (name === '') throw refuse('problem.name_missing')
  if (name.length > maxName || /\p{Cc}/u.test(name)) throw refuse('problem.name_too_long')
  return name
}

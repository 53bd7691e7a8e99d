import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Person } from './person.ts'
import { searchKey } from './person-key.ts'
import { type Role, readRoles } from './role.ts'

export type FoundPerson = Pick<Person, 'id' | 'login' | 'name' | 'email' | 'disabledAt' | 'createdAt'> & {
  roles: Role[]
}
export type PeoplePage = {
  people: FoundPerson[]
  /** The login after which the next page begins. */
  next: string | undefined
}

/** Longest text that is looked for: longer than any login or address. */
export const maxPeopleText = 254

/**
 * People in the order of their logins, page by page; with a text those whose login, address, name or a word of it
 * begins with it. Only indexes are asked.
 */
export async function findPeople(
  db: Db,
  ask: { text: string; limit: number; after?: string | undefined },
): Promise<PeoplePage> {
  const { limit, after = '' } = ask
  const key = searchKey(ask.text.slice(0, maxPeopleText))
  // No sign stands after U+10FFFF; keys are compared by bytes.
  const named = sql`id in (select person_id from person_key where key >= ${key} and key < ${`${key}\u{10ffff}`})`
  const { rows } = await sql<Omit<FoundPerson, 'roles'> & { loginKey: string; roleNames: string | null }>`
    select id, login, login_key as "loginKey", name, email, disabled_at as "disabledAt", created_at as "createdAt",
      (select string_agg(role, ' ') from person_role where person_id = person.id) as "roleNames"
    from person where login_key > ${after} and ${key === '' ? sql`1 = 1` : named}
    order by login_key limit ${sql.lit(limit + 1)}`.execute(db)
  const shown = rows.slice(0, limit)
  const people = shown.map(({ loginKey: _, roleNames, ...person }) => ({ ...person, roles: readRoles(roleNames) }))
  return { people, next: rows.length > limit ? shown.at(-1)?.loginKey : undefined }
}

/** The roles a person holds at the desk. */
export async function rolesOf(db: Db, personId: string): Promise<Role[]> {
  const rows = await db.selectFrom('personRole').select('role').where('personId', '=', personId).execute()
  return readRoles(rows.map(({ role }) => role).join(' '))
}

/** Whether somebody who may come in holds the role. */
export async function isHeld(db: Db, role: Role): Promise<boolean> {
  const holder = await db
    .selectFrom('personRole')
    .innerJoin('person', 'person.id', 'personRole.personId')
    .select('person.id')
    .where('role', '=', role)
    .where('disabledAt', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return holder !== undefined
}

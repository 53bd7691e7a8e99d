import type { Database, Tx } from '../db/database.ts'
import { withLease } from '../db/lease.ts'
import { insertRows } from '../db/many-rows.ts'
import { MINUTE } from '../kit/clock.ts'
import type { PersonRow } from './people-tables.ts'

/** How logins and addresses are compared: without blanks around, without letter case, in one Unicode form. */
export const comparable = (text: string): string => text.trim().normalize('NFKC').toLowerCase()

/** Longest key that is kept: an address is never longer. */
const maxKey = 254

/** Letters that are no letter with an accent to Unicode, and are typed without it all the same. */
const plain: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ı: 'i' }

/** How the desk compares what it searches people by: without case, accents, ligatures and blanks around. */
export const searchKey = (text: string): string =>
  text
    .trim()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[œæßøłđı]/g, (letter) => plain[letter] ?? letter)
    .slice(0, maxKey)

/** Goes up when keys are made in another way: then those of people who were there before are made once more. */
const wayOfKeys = '2'
const atOnce = 500

/** What a person is found by: login, address, whole name, and every word of the name. */
export function keysOf({ login, email, name }: Pick<PersonRow, 'login' | 'email' | 'name'>): string[] {
  const keys = [login, email ?? '', name, ...name.split(/[\s’'-]+/)].map(searchKey)
  return [...new Set(keys)].filter((key) => key !== '')
}

/** Writes a person's keys anew, in the transaction that changed login, address or name. */
export async function writePersonKeys(
  tx: Tx,
  person: Pick<PersonRow, 'id' | 'login' | 'email' | 'name'>,
): Promise<void> {
  await tx.deleteFrom('personKey').where('personId', '=', person.id).execute()
  const rows = keysOf(person).map((key) => ({ key, personId: person.id }))
  await tx.insertInto('personKey').values(rows).execute()
}

/**
 * Makes the keys of people whom an older program wrote, once for each way of making them; returns of how many. Keys of
 * an older way stay until their person changes: nobody types what they hold any more.
 */
export async function renewPersonKeys(database: Database): Promise<number> {
  if (await isRenewed(database)) return 0
  return withLease(database, { name: 'person keys', holdMs: 30 * MINUTE }, async () => {
    if (await isRenewed(database)) return 0
    let count = 0
    for (let after = ''; ; ) {
      const people = await nextPeople(database, after)
      const last = people.at(-1)
      if (!last) break
      const rows = people.flatMap((person) => keysOf(person).map((key) => ({ key, personId: person.id })))
      await database.transact((tx) => insertRows(tx, 'personKey', rows, 'on conflict (key, person_id) do nothing'))
      after = last.id
      count += people.length
    }
    await database.transact((tx) =>
      tx
        .insertInto('site')
        .values({ name: 'way of person keys', value: wayOfKeys })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: wayOfKeys }))
        .execute(),
    )
    return count
  })
}

const isRenewed = async ({ db }: Database): Promise<boolean> => {
  const row = await db.selectFrom('site').select('value').where('name', '=', 'way of person keys').executeTakeFirst()
  return row?.value === wayOfKeys
}

const nextPeople = ({ db }: Database, after: string) =>
  db
    .selectFrom('person')
    .select(['id', 'login', 'email', 'name'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(atOnce)
    .execute()

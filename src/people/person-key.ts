import type { PersonRow } from '../db/base-rows.ts'
import type { Tx } from '../db/database.ts'

/** Longest key that is kept: an address is never longer. */
const maxKey = 254

/** How the desk compares what it searches people by: without case, accents and blanks around. */
export const searchKey = (text: string): string =>
  text.trim().normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().slice(0, maxKey)

/** What a person is found by: login, address, whole name, and every word of the name. */
export function keysOf({ login, email, name }: Pick<PersonRow, 'login' | 'email' | 'name'>): string[] {
  const keys = [login, email, name, ...name.split(/[\s’'-]+/)].map(searchKey)
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

import type { Db } from '../db/database.ts'
import type { Order } from '../orders/order.ts'
import { findPerson, type Person } from '../people/person.ts'

/** More words than this are no order number with a word before it. */
const mostWords = 8

/** The order whose number stands among what was typed; nobody's but `of` whom, where that is said. */
export async function findContract(db: Db, typed: string, of?: { personId: string }): Promise<Order | undefined> {
  const words = typed.split(/[\s,;]+/).filter((word) => word !== '')
  const spellings = [...new Set(words.slice(0, mostWords).flatMap((word) => [word, word.toLowerCase()]))]
  if (spellings.length === 0) return undefined
  let query = db.selectFrom('orders').selectAll().where('number', 'in', spellings)
  if (of) query = query.where('personId', '=', of.personId)
  const found = await query.limit(2).execute()
  // Two numbers in one line: a person reads what is meant.
  return found.length === 1 ? found[0] : undefined
}

/**
 * The order that a declaration is about, when nothing speaks against it: the number is that of an order of who is
 * signed in, or of an order of somebody who is called as it was typed.
 */
export async function findDeclaredOrder(
  db: Db,
  declared: { contract: string; name: string; person: Pick<Person, 'id'> | undefined },
): Promise<Order | undefined> {
  const { contract, name, person } = declared
  const order = await findContract(db, contract)
  const buyer = order && (await findPerson(db, order.personId))
  if (!order || !buyer) return undefined
  return buyer.id === person?.id || isCalled(name, buyer.name) ? order : undefined
}

/** Whether every word of the known name stands among the typed ones, whatever their order, accents and letter case. */
export function isCalled(typed: string, known: string): boolean {
  const words = wordsOf(typed)
  const wanted = wordsOf(known)
  return wanted.length > 0 && wanted.every((word) => words.includes(word))
}

const wordsOf = (name: string): string[] =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

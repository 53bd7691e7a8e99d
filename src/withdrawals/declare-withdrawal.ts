import type { Database, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import { toMs } from '../kit/clock.ts'
import { Failure, type FieldProblem } from '../kit/failure.ts'
import { newId } from '../kit/id.ts'
import { sha256Hex } from '../kit/secret-box.ts'
import { queueMails } from '../mail/mail-outbox.ts'
import type { Language } from '../messages/translate.ts'
import { goodEmail } from '../people/email-address.ts'
import type { Person } from '../people/person.ts'
import { comparable } from '../people/person-key.ts'
import { takeNetworkTurn } from '../people/sign-in/network-turn.ts'
import { limits, takeTryIn, tooManyTries } from '../people/sign-in/throttle.ts'
import { findDeclaredOrder } from './find-contract.ts'
import { recordWithdrawalChange, type Withdrawal } from './withdrawal.ts'

/** What the form asks for: no more than is needed to know whose contract it is and where the answer goes. */
export type Declaration = { name: string; contract: string; email: string }

const longest = { name: 100, contract: 200 }

/** What was typed, tidied. Throws Failure `invalid` with every field that cannot be used. */
export function readDeclaration(typed: Declaration): Declaration {
  const name = typed.name.trim().normalize('NFC')
  const contract = typed.contract.trim().normalize('NFC')
  const problems: FieldProblem[] = [
    ...problemsOf('name', name, longest.name),
    ...problemsOf('contract', contract, longest.contract),
  ]
  let email = ''
  try {
    email = goodEmail(typed.email)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    problems.push(...error.problems)
  }
  if (problems.length > 0) throw new Failure('invalid', 'not a declaration', problems)
  return { name, contract, email }
}

function problemsOf(field: string, text: string, max: number): FieldProblem[] {
  if (text === '') return [{ field, message: `problem.withdrawal_${field}` }]
  const tooLong = text.length > max || /\p{Cc}/u.test(text)
  return tooLong ? [{ field, message: 'problem.withdrawal_long', values: { max } }] : []
}

export type DeclareWish = Declaration & {
  /** From the form: the same click twice is one declaration. */
  key: string
  language: Language
  person: Person | undefined
  /** Whence it came, for the limits. */
  address: string
}

/**
 * Stores the declaration and puts its acknowledgement into the outbox, in one transaction. What is answered is the
 * same whether or not the contract is known: nobody learns by it who ordered what. The same key again returns what is
 * there. Throws Failure `invalid` for what cannot be used, and for more than the limits allow.
 */
export async function declareWithdrawal(database: Database, wish: DeclareWish): Promise<Withdrawal> {
  const declared = readDeclaration(wish)
  const known = await database.transact((tx) => withdrawalOfKey(tx, wish.key))
  if (known) return known
  await takeTurn(database, wish.address, declared.email)
  return database.transact((tx) => write(tx, { ...wish, ...declared }))
}

async function takeTurn(database: Database, address: string, email: string): Promise<void> {
  const who = sha256Hex(comparable(email)).slice(0, 32)
  const { minutes, why } = await database.transact(async (tx) => {
    const network = await takeNetworkTurn(tx, 'withdrawal', address)
    if (network.minutes > 0) return { minutes: network.minutes, why: 'too many declarations from one network' }
    const ofEmail = { bucket: `withdrawal mail ${who}`, limit: limits.withdrawalByEmail }
    return { minutes: await takeTryIn(tx, [ofEmail]), why: undefined }
  })
  if (minutes > 0) throw tooManyTries('email', minutes, why)
}

const withdrawalOfKey = (tx: Tx, key: string): Promise<Withdrawal | undefined> =>
  tx.selectFrom('withdrawal').selectAll().where('key', '=', key).executeTakeFirst()

async function write(tx: Tx, wish: DeclareWish): Promise<Withdrawal> {
  const { key, name, contract, email, language, person } = wish
  const order = await findDeclaredOrder(tx, wish)
  const row: Withdrawal = {
    id: newId('wdr', toMs(tx.now)),
    key,
    status: 'received',
    name,
    contract,
    email,
    language,
    declaredBy: person?.id ?? null,
    orderId: order?.id ?? null,
    refundId: null,
    declaredAt: tx.now,
  }
  const [inserted] = await insertRows(tx, 'withdrawal', [row], 'on conflict (key) do nothing returning id')
  if (!inserted) return (await withdrawalOfKey(tx, key)) ?? row
  const actor = person?.id ?? 'declarant'
  await recordWithdrawalChange(tx, { withdrawal: row, from: '', to: 'received', refundId: null, actor, why: '' })
  await queueMails(tx, [
    {
      kind: 'withdrawal_received',
      about: row.id,
      to: email,
      language,
      detail: {},
      ...(order && { orderId: order.id }),
    },
  ])
  return row
}

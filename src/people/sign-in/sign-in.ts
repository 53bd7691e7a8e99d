import type { Database, Tx } from '../../db/database.ts'
import { DAY, later, nowOf } from '../../kit/clock.ts'
import { Failure } from '../../kit/failure.ts'
import { sha256Hex } from '../../kit/secret-box.ts'
import type { Person } from '../person.ts'
import { comparable } from '../person-key.ts'
import { setPasswordHash } from './credential.ts'
import { findByTypedName, localIdentity, markIdentitySeen } from './identity.ts'
import { networkBucket, takeNetworkTurn } from './network-turn.ts'
import { checkPassword, hashPassword, needsRehash } from './password.ts'
import { type Bucket, countTry, giveBackTry, limits, networkOf, takeTryIn, tooManyTries } from './throttle.ts'
import { startSession, type WebSession } from './web-session.ts'

export type SignIn = {
  login: string
  password: string
  address: string
  browser: string
  /** Chosen on a page before; it holds for the session. */
  language?: WebSession['language'] | undefined
  previousToken?: string | undefined
}

const knownForMs = 30 * DAY

/**
 * Checks a password and begins a session. Unknown login, wrong or no password and disabled account are one and the same
 * Failure `invalid`, after the same work. Throws Failure `invalid` with the minutes to wait when there were too many.
 */
export async function signIn(database: Database, attempt: SignIn): Promise<{ token: string; person: Person }> {
  const { person, passwordHash: stored } = (await findByTypedName(database.db, attempt.login)) ?? {}
  const buckets = bucketsOf(person?.login ?? attempt.login, attempt.address)
  const isKnown = await isKnownThere(database, buckets)
  const { minutes, taken, why } = await database.transact((tx) => takeTurn(tx, { buckets, isKnown, attempt }))
  if (minutes > 0) throw tooManyTries('login', minutes, why)
  const usable = person?.disabledAt === null ? stored : undefined
  const opened = await checkPassword(attempt.password, usable)
  if (!person || usable === undefined || opened === 'no') {
    const { login } = buckets
    if (isKnown) await database.transact((tx) => countTry(tx, [networkBucket('signIn', attempt.address), login]))
    // Said of every address, so that it tells of none whether several accounts have it.
    const message = attempt.login.includes('@') ? 'problem.sign_in_failed_address' : 'problem.sign_in_failed'
    throw new Failure('invalid', 'sign-in refused', [{ field: 'login', message }])
  }
  const isOld = opened === 'as_typed' || needsRehash(usable)
  const passwordHash = isOld ? await hashPassword(attempt.password) : usable
  const token = await database.transact(async (tx) => {
    if (isOld) await setPasswordHash(tx, { personId: person.id, passwordHash })
    await markIdentitySeen(tx, localIdentity(person.login))
    await giveBackTry(tx, taken)
    await tx.deleteFrom('throttle').where('bucket', '=', buckets.pair.bucket).execute()
    await tx
      .insertInto('throttle')
      .values({ bucket: buckets.known, tries: 0, since: tx.now })
      .onConflict((conflict) => conflict.column('bucket').doUpdateSet({ since: tx.now }))
      .execute()
    const { browser, language, previousToken } = attempt
    return startSession(tx, { personId: person.id, browser, language, previousToken })
  })
  return { token, person }
}

type Buckets = Record<'pair' | 'login', Bucket> & { known: string }

/**
 * Whichever name was typed, the person's tries are counted together. Logins stand hashed in the table: what somebody
 * typed by mistake into the wrong field is not kept readable.
 */
function bucketsOf(login: string, address: string): Buckets {
  const network = networkOf(address)
  const who = sha256Hex(comparable(login)).slice(0, 32)
  return {
    pair: { bucket: `sign-in pair ${who} ${network}`, limit: limits.signInByLoginAndAddress },
    login: { bucket: `sign-in login ${who}`, limit: limits.signInByLogin },
    known: `sign-in known ${who} ${network}`,
  }
}

async function isKnownThere(database: Database, { known }: Buckets): Promise<boolean> {
  const row = await database.db.selectFrom('throttle').select('since').where('bucket', '=', known).executeTakeFirst()
  return row !== undefined && row.since > later(nowOf(database.clock), -knownForMs)
}

type Turn = { minutes: number; taken: Bucket[]; why?: string }

/** A login under attack stays open from where its owner signed in before: there only the pair is asked. */
async function takeTurn(
  tx: Tx,
  { buckets, isKnown, attempt }: { buckets: Buckets; isKnown: boolean; attempt: SignIn },
): Promise<Turn> {
  const { pair, login } = buckets
  if (isKnown) return { minutes: await takeTryIn(tx, [pair]), taken: [pair] }
  const network = await takeNetworkTurn(tx, 'signIn', attempt.address)
  if (network.minutes > 0) return { ...network, why: 'too many tries from one network' }
  return { minutes: await takeTryIn(tx, [pair, login]), taken: [...network.taken, pair, login] }
}

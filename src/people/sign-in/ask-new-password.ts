import type { Database, Db, Tx } from '../../db/database.ts'
import { DAY, type Instant, later, SECOND } from '../../kit/clock.ts'
import { newToken } from '../../kit/id.ts'
import type { Log } from '../../kit/log.ts'
import { queueMails } from '../../mail/mail-outbox.ts'
import { findByTypedName } from './identity.ts'
import { createLink, linkLives } from './one-time-link.ts'
import { type Bucket, countBeyond, countTry, limits, networkOf, readCount } from './throttle.ts'

/** Past a limit that neighbours share, letters go one a second. */
const spacingMs = SECOND

/** What the desk is told: counted for a day from the first one. */
const told = { tries: 0, windowMs: DAY }
const tallies = {
  /** Not written: the account had its share. */
  refused: { bucket: 'password letters refused', limit: told },
  /** Written, and sent later: many asked at once. */
  delayed: { bucket: 'password letters delayed', limit: told },
} satisfies Record<string, Bucket>

/**
 * "I forgot my password", by login or address. Nothing in the answer tells whether there is such an account: no result,
 * no Failure, the same amount of work. An account gets so many letters an hour; whoever else asks makes one late at
 * most.
 */
export async function askNewPassword(
  { database, log }: { database: Database; log: Log },
  ask: { login: string; address: string },
): Promise<void> {
  const { person } = (await findByTypedName(database.db, ask.login)) ?? {}
  const to = person?.disabledAt === null ? person.email : null
  const outcome = await database.transact(async (tx) => {
    if (!person || to === null) return asMuchWork(tx)
    const beyond = await countBeyond(tx, {
      bucket: `password letters of ${person.id}`,
      limit: limits.passwordLettersOfPerson,
    })
    if (beyond > 0) return tally(tx, 'refused')
    const notBefore = await turnOf(tx, ask.address)
    const token = await createLink(tx, {
      purpose: 'set_password',
      personId: person.id,
      detail: '',
      lifeMs: linkLives.set_password,
    })
    const { language, name } = person
    const letter = { kind: 'set_password', about: newToken(), to, language, detail: { token, name }, notBefore }
    await queueMails(tx, [letter])
    return notBefore > tx.now ? tally(tx, 'delayed') : undefined
  })
  if (outcome === 'refused') log.warn({}, 'a password letter was not written: its account had its share')
  if (outcome === 'delayed') log.warn({}, 'a password letter goes later: many were asked for at once')
}

/** When a letter may go: at once, or behind those that were asked for from the same network, or from anywhere. */
async function turnOf(tx: Tx, address: string): Promise<Instant> {
  const buckets = [
    { bucket: `password letters from ${networkOf(address)}`, limit: limits.passwordLettersOfAddress },
    { bucket: 'password letters in all', limit: limits.passwordLettersInAll },
  ]
  let behind = 0
  for (const bucket of buckets) behind = Math.max(behind, await countBeyond(tx, bucket))
  return later(tx.now, behind * spacingMs)
}

/** Writes like those above: the time of the answer must not tell more than its words. */
async function asMuchWork(tx: Tx): Promise<undefined> {
  const nobody = ['a', 'b', 'c'].map((each) => ({ bucket: `password letters to nobody ${each}`, limit: told }))
  await countTry(tx, nobody)
}

async function tally<Kind extends keyof typeof tallies>(tx: Tx, kind: Kind): Promise<Kind> {
  await countTry(tx, [tallies[kind]])
  return kind
}

export type PasswordLetterCounts = Record<keyof typeof tallies, { count: number; since: Instant } | undefined>

/** What was limited in the last day, without a word of whom. */
export async function countLimitedLetters(db: Db, now: Instant): Promise<PasswordLetterCounts> {
  const [refused, delayed] = await Promise.all([
    readCount(db, { ...tallies.refused, now }),
    readCount(db, { ...tallies.delayed, now }),
  ])
  return { refused, delayed }
}

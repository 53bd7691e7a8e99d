import type { Database, Db, Tx } from '../../db/database.ts'
import { later, MINUTE, nowOf } from '../../kit/clock.ts'
import { Failure } from '../../kit/failure.ts'
import type { SecretBox } from '../../kit/secret-box.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Person } from '../person.ts'
import { findPasswordHash, findSecondFactor } from './credential.ts'
import { requireOwnPassword } from './own-password.ts'
import { useSecondFactor } from './second-factor.ts'
import type { WebSession } from './web-session.ts'

/** For so long a person is believed to be still the one who proved it. */
const freshMs = 10 * MINUTE

type Asked = { person: Person; session: WebSession }

/**
 * What a person proves it with: the second factor where there is one, and otherwise the password. Who has neither
 * proves it by signing in anew.
 */
export async function proofOf(db: Db, { id }: Person): Promise<'code' | 'password' | 'sign_in'> {
  if (await findSecondFactor(db, id)) return 'code'
  return (await findPasswordHash(db, id)) === undefined ? 'sign_in' : 'password'
}

/** Whether somebody proved in this session, minutes ago, who they are; the sign-in counts as the proof that it was. */
export async function isFreshlyProved(database: Database, { person, session }: Asked): Promise<boolean> {
  const now = nowOf(database.clock)
  const signedIn = (await proofOf(database.db, person)) === 'code' ? session.secondFactorAt : session.createdAt
  return [session.confirmedAt, signedIn].some((at) => at !== null && at <= now && later(at, freshMs) > now)
}

/**
 * Takes the proof and remembers it for this session. Throws Failure `invalid`, for the field `proof`, when it is wrong
 * or was tried too often. Both answers, right and wrong, stand in the audit log.
 */
export async function proveAnew(
  database: Database,
  box: SecretBox,
  { person, session, proof }: Asked & { proof: string },
): Promise<void> {
  const by = await proofOf(database.db, person)
  const remember = async (tx: Tx): Promise<void> => {
    const at = { confirmedAt: tx.now }
    await tx.updateTable('webSession').set(at).where('tokenHash', '=', session.tokenHash).execute()
    await recordAudit(tx, { actor: person.id, act: 'confirm identity', about: person.id, detail: { by } })
  }
  try {
    if (by === 'code') await useSecondFactor(database, box, { person, code: proof, field: 'proof' }, remember)
    else {
      await requireOwnPassword(database, { person, password: proof, field: 'proof' })
      await database.transact(remember)
    }
  } catch (error) {
    await recordWrong(database, { person, by, error })
    throw error
  }
}

/** A guess leaves a row; who has to wait was not even compared, so that the throttle bounds the rows too. */
async function recordWrong(
  database: Database,
  { person, by, error }: { person: Person; by: string; error: unknown },
): Promise<void> {
  if (!(error instanceof Failure) || error.problems.some(({ message }) => message === 'problem.too_many_tries')) return
  await database.transact((tx) =>
    recordAudit(tx, { actor: person.id, act: 'fail to confirm identity', about: person.id, detail: { by } }),
  )
}

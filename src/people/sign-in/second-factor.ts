import type { Database, Tx } from '../../db/database.ts'
import { Failure } from '../../kit/failure.ts'
import { newToken } from '../../kit/id.ts'
import { type SecretBox, sha256Hex } from '../../kit/secret-box.ts'
import { recordAudit } from '../audit/audit.ts'
import type { AuditAct } from '../audit/audit-act.ts'
import type { Person } from '../person.ts'
import type { Role } from '../role.ts'
import {
  addSecondFactor,
  type FactorUse,
  findSecondFactor,
  removeSecondFactor,
  type StoredFactor,
  useUpFactor,
} from './credential.ts'
import { stepOfCode } from './one-time-code.ts'
import { giveBackTry, limits, takeTry, tooManyTries } from './throttle.ts'
import { endAllSessions, startSession, type WebSession } from './web-session.ts'

const recoveryCodeCount = 10
const recoveryCodeBits = 80

/** Who is asked for a second factor: managers, wherever money is real or could be. */
export const needsSecondFactor = (roles: readonly Role[], mode: 'demo' | 'test' | 'live'): boolean =>
  mode !== 'demo' && roles.includes('manager')

/** Who tries to come in, from which browser; the session is replaced by one that has passed. */
export type SecondFactorAttempt = { person: Person; session: WebSession; token: string; code: string }

/**
 * Keeps the secret once its first code was right. Returns the recovery codes, which are never shown again, and the
 * new session's token. Throws Failure `invalid` for a wrong code, `conflict` when a second factor is there already.
 */
export async function setUpSecondFactor(
  database: Database,
  box: SecretBox,
  attempt: SecondFactorAttempt & { secret: Buffer },
): Promise<{ recoveryCodes: string[]; token: string }> {
  const { person, secret } = attempt
  const buckets = await takeRoom(database, person.id)
  const step = stepOfCode(secret, { code: digitsOf(attempt.code), nowMs: database.clock.nowMs(), after: null })
  if (step === undefined) throw wrongCode()
  const recoveryCodes = Array.from({ length: recoveryCodeCount }, () => grouped(newToken(recoveryCodeBits)))
  const token = await database.transact(async (tx) => {
    const sealedSecret = box.seal(secret.toString('base64url'))
    const factor = { sealedSecret, lastStep: step, recoveryHashes: recoveryCodes.map(hashOf) }
    if (!(await addSecondFactor(tx, person.id, factor)))
      throw new Failure('conflict', 'a second factor is there already')
    await recordAudit(tx, { actor: person.id, act: 'set up second factor', about: person.id })
    await giveBackTry(tx, buckets)
    return passed(tx, attempt)
  })
  return { recoveryCodes, token }
}

/** Asks for a code or a recovery code, each good once. Returns the new session's token; throws Failure `invalid`. */
export async function passSecondFactor(
  database: Database,
  box: SecretBox,
  attempt: SecondFactorAttempt,
): Promise<string> {
  const { person, code } = attempt
  return useSecondFactor(database, box, { person, code, field: 'code' }, (tx) => passed(tx, attempt))
}

type Use = { person: Person; code: string; field: string }

/** Uses up a code or a recovery code, with `act` in the same transaction. Throws Failure `invalid` for the field. */
export async function useSecondFactor<Result>(
  database: Database,
  box: SecretBox,
  use: Use,
  act: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const { person, field } = use
  const buckets = await takeRoom(database, person.id, field)
  const before = await findSecondFactor(database.db, person.id)
  const how = before && findCode(box, before, { code: use.code, nowMs: database.clock.nowMs() })
  if (!how) throw wrongCode(field)
  return database.transact(async (tx) => {
    // Of two uses at once of one code, the second finds it used.
    if (!(await useUpFactor(tx, { personId: person.id, before, use: how.use }))) throw wrongCode(field)
    await recordAudit(tx, { actor: person.id, act: how.act, about: person.id, detail: how.detail })
    await giveBackTry(tx, buckets)
    return act(tx)
  })
}

type Found = {
  act: AuditAct
  use: FactorUse
  detail: Record<string, unknown>
}

function findCode(
  box: SecretBox,
  factor: StoredFactor,
  { code, nowMs }: { code: string; nowMs: number },
): Found | undefined {
  const secret = openSecret(box, factor)
  const step = secret && stepOfCode(secret, { code: digitsOf(code), nowMs, after: factor.lastStep })
  if (step !== undefined) return { act: 'pass second factor', use: { step }, detail: {} }
  const left = factor.recoveryHashes.filter((hash) => hash !== hashOf(code))
  if (left.length === factor.recoveryHashes.length) return undefined
  return { act: 'use recovery code', use: { recoveryHashes: left }, detail: { left: left.length } }
}

/** Under another secret key nothing can be opened: then recovery codes are the way in. */
function openSecret(box: SecretBox, { sealedSecret }: StoredFactor): Buffer | undefined {
  try {
    return Buffer.from(box.open(sealedSecret), 'base64url')
  } catch {
    return undefined
  }
}

/** Forgets a person's second factor and ends the sessions: at the next visit to the desk it is set up anew. */
export async function resetSecondFactor(tx: Tx, reset: { personId: string; actor: string }): Promise<void> {
  const { personId, actor } = reset
  await removeSecondFactor(tx, personId)
  await endAllSessions(tx, { personId })
  await recordAudit(tx, { actor, act: 'reset second factor', about: personId })
}

async function takeRoom(database: Database, personId: string, field = 'code') {
  const buckets = [{ bucket: `second factor ${personId}`, limit: limits.secondFactor }]
  const minutes = await takeTry(database, buckets)
  if (minutes > 0) throw tooManyTries(field, minutes)
  return buckets
}

/** Who has proved more gets a new session, as at sign-in. */
async function passed(tx: Tx, { person, session, token }: SecondFactorAttempt): Promise<string> {
  const { browser, language } = session
  const next = await startSession(tx, { personId: person.id, browser, language, previousToken: token })
  const at = { secondFactorAt: tx.now, expiresAt: session.expiresAt }
  await tx.updateTable('webSession').set(at).where('tokenHash', '=', sha256Hex(next)).execute()
  return next
}

const wrongCode = (field = 'code'): Failure =>
  new Failure('invalid', 'wrong code', [{ field, message: 'problem.code_wrong' }])

const digitsOf = (text: string): string => text.replace(/\s/g, '')
const grouped = (code: string): string => (code.match(/.{4}/g) ?? []).join('-')

/** Letters that are read as digits count as those. */
const hashOf = (code: string): string =>
  sha256Hex(
    code
      .toLowerCase()
      .replace(/[il]/g, '1')
      .replace(/o/g, '0')
      .replace(/[^0-9a-z]/g, ''),
  )

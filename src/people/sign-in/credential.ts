import { z } from 'zod'
import type { Db, Tx } from '../../db/database.ts'
import { insertRows } from '../../db/many-rows.ts'
import { assert } from '../../kit/failure.ts'
import { jsonReader } from '../../kit/json.ts'
import type { CredentialRow } from '../people-tables.ts'

/** By what a person proves who they are. Several of them, one, or none: then another place vouches for them. */
export type CredentialKind = CredentialRow['kind']

const among = (db: Db, personId: string, kinds: readonly CredentialKind[]) =>
  db.selectFrom('credential').selectAll().where('personId', '=', personId).where('kind', 'in', kinds)

/** The hash of a person's password; undefined for who has none. */
export async function findPasswordHash(db: Db, personId: string): Promise<string | undefined> {
  return (await among(db, personId, ['password']).executeTakeFirst())?.secret
}

/** The password from now on, in the place of the one before. */
export async function setPasswordHash(tx: Tx, set: { personId: string; passwordHash: string }): Promise<void> {
  const row = { kind: 'password' as const, name: '', secret: set.passwordHash, lastStep: null, setAt: tx.now }
  await tx
    .insertInto('credential')
    .values({ ...row, personId: set.personId })
    .onConflict((conflict) =>
      conflict.columns(['personId', 'kind', 'name']).doUpdateSet({ secret: row.secret, setAt: row.setAt }),
    )
    .execute()
}

/** What of the second factor is stored: the sealed secret, the last step that was used, hashes of recovery codes. */
export type StoredFactor = { sealedSecret: string; lastStep: number; recoveryHashes: string[] }

const readHashes = jsonReader('credential.secret', z.array(z.string()))

/** A person's second factor; undefined before it is set up. */
export async function findSecondFactor(db: Db, personId: string): Promise<StoredFactor | undefined> {
  const rows = await among(db, personId, ['one_time_code', 'recovery_codes']).execute()
  const code = rows.find(({ kind }) => kind === 'one_time_code')
  if (!code) return undefined
  const recovery = rows.find(({ kind }) => kind === 'recovery_codes')
  assert(code.lastStep !== null, 'one-time codes count their steps')
  const recoveryHashes = readHashes(recovery?.secret ?? '[]')
  return { sealedSecret: code.secret, lastStep: code.lastStep, recoveryHashes }
}

/** Keeps a second factor; false when the person has one already. */
export async function addSecondFactor(tx: Tx, personId: string, factor: StoredFactor): Promise<boolean> {
  const common = { personId, name: '', setAt: tx.now }
  const rows: CredentialRow[] = [
    { ...common, kind: 'one_time_code', secret: factor.sealedSecret, lastStep: factor.lastStep },
    { ...common, kind: 'recovery_codes', secret: JSON.stringify(factor.recoveryHashes), lastStep: null },
  ]
  const suffix = 'on conflict (person_id, kind, name) do nothing returning person_id'
  return (await insertRows(tx, 'credential', rows, suffix)).length === rows.length
}

/** What of the second factor a code uses up: a step of the clock, or one of the recovery codes. */
export type FactorUse = { step: number } | { recoveryHashes: string[] }

/** Uses it up; false when somebody was faster with the same. The old value in `where` is the lock. */
export async function useUpFactor(
  tx: Tx,
  used: { personId: string; before: StoredFactor; use: FactorUse },
): Promise<boolean> {
  const { personId, before, use } = used
  const update = tx.updateTable('credential').where('personId', '=', personId)
  const moved =
    'step' in use
      ? update.set({ lastStep: use.step }).where('kind', '=', 'one_time_code').where('lastStep', '=', before.lastStep)
      : update
          .set({ secret: JSON.stringify(use.recoveryHashes) })
          .where('kind', '=', 'recovery_codes')
          .where('secret', '=', JSON.stringify(before.recoveryHashes))
  return (await moved.returning('personId').executeTakeFirst()) !== undefined
}

/** Forgets the second factor, so that it is set up anew. */
export async function removeSecondFactor(tx: Tx, personId: string): Promise<void> {
  await tx
    .deleteFrom('credential')
    .where('personId', '=', personId)
    .where('kind', 'in', ['one_time_code', 'recovery_codes'])
    .execute()
}

import type { Tx } from '../../db/database.ts'
import { DAY, later, MINUTE } from '../../kit/clock.ts'
import { newToken } from '../../kit/id.ts'
import { sha256Hex } from '../../kit/secret-box.ts'
import type { OneTimeLinkRow } from '../people-tables.ts'

/** How long the links of letters work, by the letter: counted from when it goes. */
export const linkLives = { set_password: 30 * MINUTE, choose_password: 7 * DAY, confirm_email: DAY } as const

/** A letter that had to wait brings a link that works as long as it says. One that was used stays so. */
export async function startLinkLife(tx: Tx, link: { token: string; lifeMs: number }): Promise<void> {
  await tx
    .updateTable('oneTimeLink')
    .set({ expiresAt: later(tx.now, link.lifeMs) })
    .where('tokenHash', '=', sha256Hex(link.token))
    .where('usedAt', 'is', null)
    .execute()
}

/** Makes a link that works once and not for long; the database keeps the hash of its token. */
export async function createLink(
  tx: Tx,
  wish: { purpose: OneTimeLinkRow['purpose']; personId: string; detail: string; lifeMs: number },
): Promise<string> {
  const token = newToken(256)
  await tx
    .insertInto('oneTimeLink')
    .values({
      tokenHash: sha256Hex(token),
      purpose: wish.purpose,
      personId: wish.personId,
      detail: wish.detail,
      expiresAt: later(tx.now, wish.lifeMs),
      usedAt: null,
    })
    .execute()
  return token
}

/** The link's row if it still works; looking at it does not use it up. */
export async function findLink(
  tx: Tx,
  wanted: { token: string; purpose: OneTimeLinkRow['purpose'] },
): Promise<OneTimeLinkRow | undefined> {
  return tx
    .selectFrom('oneTimeLink')
    .selectAll()
    .where('tokenHash', '=', sha256Hex(wanted.token))
    .where('purpose', '=', wanted.purpose)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', tx.now)
    .executeTakeFirst()
}

/** Uses it up; false when somebody was faster. */
export async function useLink(tx: Tx, link: OneTimeLinkRow): Promise<boolean> {
  const used = await tx
    .updateTable('oneTimeLink')
    .set({ usedAt: tx.now })
    .where('tokenHash', '=', link.tokenHash)
    .where('usedAt', 'is', null)
    .returning('tokenHash')
    .executeTakeFirst()
  return used !== undefined
}

/** Makes all links worthless that wait for a person: whoever holds one was meant for an earlier password. */
export async function useUpLinks(tx: Tx, personId: string): Promise<void> {
  await tx
    .updateTable('oneTimeLink')
    .set({ usedAt: tx.now })
    .where('personId', '=', personId)
    .where('usedAt', 'is', null)
    .execute()
}

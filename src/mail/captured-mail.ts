import { z } from 'zod'
import type { Database, Db } from '../db/database.ts'
import { toMs } from '../kit/clock.ts'
import { newId } from '../kit/id.ts'
import { jsonReader } from '../kit/json.ts'
import type { MailSender } from './mail.ts'
import type { CapturedMailRow } from './mail-tables.ts'

/** `shown`: the HTML draws it, and nobody has to open it. */
export type CapturedAttachment = { name: string; type: string; base64: string; shown?: boolean | undefined }
export type CapturedMail = Omit<CapturedMailRow, 'attachments'> & { attachments: CapturedAttachment[] }

const attachment: z.ZodType<CapturedAttachment> = z.object({
  name: z.string(),
  type: z.string(),
  base64: z.string(),
  shown: z.boolean().optional(),
})
const readAttachments = jsonReader('captured_mail.attachments', z.array(attachment))

/** Demo mode keeps its letters, readable at /demo/mail. */
export function createCapturingSender(database: Database): MailSender {
  return {
    async send(letter) {
      const logo = letter.logo && { name: 'logo.png', type: 'image/png', content: letter.logo, shown: true }
      const attachments = [...letter.attachments, ...(logo ? [logo] : [])].map(
        ({ content, ...attachment }): CapturedAttachment => ({
          ...attachment,
          base64: Buffer.from(content).toString('base64'),
        }),
      )
      await database.transact(async (tx) => {
        const id = newId('mai', toMs(tx.now))
        const { to: toAddress, subject, text, html } = letter
        const row = { id, toAddress, subject, text, html, attachments: JSON.stringify(attachments), sentAt: tx.now }
        await tx.insertInto('capturedMail').values(row).execute()
      })
      return { is: 'sent' }
    },
  }
}

/** The newest first. */
export async function listCapturedMails(db: Db, limit: number): Promise<CapturedMail[]> {
  const rows = await db.selectFrom('capturedMail').selectAll().orderBy('id', 'desc').limit(limit).execute()
  return rows.map(asMail)
}

/** One captured letter, with its attachments. */
export async function findCapturedMail(db: Db, mailId: string): Promise<CapturedMail | undefined> {
  const row = await db.selectFrom('capturedMail').selectAll().where('id', '=', mailId).executeTakeFirst()
  return row && asMail(row)
}

const asMail = (row: CapturedMailRow): CapturedMail => ({
  ...row,
  attachments: readAttachments(row.attachments),
})

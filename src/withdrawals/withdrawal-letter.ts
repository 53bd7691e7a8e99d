import { z } from 'zod'
import type { Db } from '../db/database.ts'
import { amount } from '../kit/amount.ts'
import { startOfDay } from '../kit/day.ts'
import { assert } from '../kit/failure.ts'
import { jsonReader } from '../kit/json.ts'
import { escapeHtml } from '../kit/text/html.ts'
import { type Letterhead, type LetterPart, letterOf } from '../mail/letter.ts'
import type { Letter } from '../mail/mail.ts'
import type { MailRow } from '../mail/mail-tables.ts'
import { formatDate, formatMoney, formatTime } from '../messages/format.ts'
import { type MessageKey, type Translate, translator } from '../messages/translate.ts'
import { lastDayToRefund } from '../orders/withdrawal-period.ts'
import { findRefund } from '../payments/refund.ts'
import { findPerson } from '../people/person.ts'
import { comparable } from '../people/person-key.ts'
import { findWithdrawal, type Withdrawal } from './withdrawal.ts'

type Around = { db: Db; timeZone: string; from: Letterhead; signature: LetterPart }
type Told = { mail: MailRow; withdrawal: Withdrawal; around: Around; t: Translate }

const kinds: Readonly<Record<string, { subject: MessageKey; write: (told: Told) => Promise<LetterPart[]> }>> = {
  withdrawal_received: { subject: 'withdrawal.mail_received', write: acknowledge },
  withdrawal_accepted: { subject: 'withdrawal.mail_accepted', write: tellAccepted },
  withdrawal_refused: { subject: 'withdrawal.mail_refused', write: tellRefused },
  withdrawal_closed: { subject: 'withdrawal.mail_closed', write: tellClosed },
}

const readDetail = jsonReader(
  'mail.detail',
  z.object({ withdrawalId: z.string().optional(), why: z.string().optional() }),
)

/** Letters about a withdrawal; undefined for kinds that are not among them. */
export async function writeWithdrawalLetter(mail: MailRow, around: Around): Promise<Letter | undefined> {
  const kind = kinds[mail.kind]
  if (!kind) return undefined
  const { withdrawalId = mail.about } = readDetail(mail.detail)
  const withdrawal = await findWithdrawal(around.db, withdrawalId)
  assert(withdrawal, `what mail ${mail.id} speaks of is there`)
  const t = translator(mail.language)
  return letterOf({
    to: mail.toAddress,
    from: around.from,
    subject: t(kind.subject),
    greeting: t('withdrawal.mail_hello'),
    paragraphs: await kind.write({ mail, withdrawal, around, t }),
    signature: around.signature,
    language: mail.language,
  })
}

/** The acknowledgement that the law asks for: the content of the declaration, its date and its hour. */
async function acknowledge({ mail, withdrawal, around, t }: Told): Promise<LetterPart[]> {
  const { name, contract, email, declaredAt, id } = withdrawal
  const { language } = mail
  const { timeZone } = around
  const place = { language, timeZone }
  const facts = [
    t('withdrawal.mail_sentence'),
    t('withdrawal.mail_name', { name }),
    t('withdrawal.mail_contract', { contract }),
    t('withdrawal.mail_email', { email }),
  ]
  const deadline = startOfDay(lastDayToRefund(declaredAt, timeZone), timeZone)
  return [
    t('withdrawal.mail_when', {
      date: formatDate(declaredAt, 'long', place),
      time: formatTime(declaredAt, place),
      zone: timeZone,
    }),
    asTyped(facts),
    t('withdrawal.mail_next', { date: formatDate(deadline, 'date', place) }),
    t('withdrawal.mail_keep', { id }),
  ]
}

/** What a stranger typed is shown as it is: nothing of it becomes a link. */
const asTyped = (lines: readonly string[]): LetterPart => ({
  text: lines.join('\n'),
  html: `<blockquote><p>${lines.map(escapeHtml).join('<br>')}</p></blockquote>`,
})

async function tellAccepted({ mail, withdrawal, around, t }: Told): Promise<LetterPart[]> {
  const refund = await findRefund(around.db, mail.about)
  assert(refund, `the refund of mail ${mail.id} is there`)
  const money = formatMoney(amount(refund.amountMinor, refund.currency), mail.language)
  const ofIt = when(withdrawal, around, t)
  // Whoever only knew a number and a name learns no sum by it.
  return (await isKnownAddress(around.db, withdrawal))
    ? [ofIt, t('withdrawal.mail_gives_back', { amount: money })]
    : [ofIt, t('withdrawal.mail_gives_back_plain')]
}

async function isKnownAddress(db: Db, { declaredBy, orderId, email }: Withdrawal): Promise<boolean> {
  const order =
    orderId === null
      ? undefined
      : await db.selectFrom('orders').select('personId').where('id', '=', orderId).executeTakeFirst()
  if (!order) return false
  if (declaredBy === order.personId) return true
  const buyer = await findPerson(db, order.personId)
  return buyer?.emailKey === comparable(email)
}

async function tellRefused({ mail, withdrawal, around, t }: Told): Promise<LetterPart[]> {
  const refuses = t('withdrawal.mail_refuses', { why: whyOf(mail) })
  return [when(withdrawal, around, t), refuses, t('withdrawal.mail_disagree')]
}

async function tellClosed({ mail, withdrawal, around, t }: Told): Promise<LetterPart[]> {
  const closes = t('withdrawal.mail_closes', { why: whyOf(mail) })
  return [when(withdrawal, around, t), closes, t('withdrawal.mail_disagree')]
}

const whyOf = (mail: MailRow): string => readDetail(mail.detail).why ?? ''

function when({ declaredAt, language }: Withdrawal, { timeZone }: Around, t: Translate): string {
  const place = { language, timeZone }
  return t('withdrawal.mail_of', { date: formatDate(declaredAt, 'date', place), time: formatTime(declaredAt, place) })
}

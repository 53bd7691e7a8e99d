import { Failure } from '../../../kit/failure.ts'
import { findCapturedMail, listCapturedMails } from '../../../mail/captured-mail.ts'
import { sendPage } from '../../answer.ts'
import { paramOf, type Visit } from '../../visit.ts'
import { DemoMailPage, DemoMailsPage } from './demo-mail-page.tsx'

const mostMails = 100

export async function showDemoMails(visit: Visit): Promise<unknown> {
  const { site, view } = visit
  await site.worker.runNow(['mails'])
  const mails = await listCapturedMails(site.shop.database.db, mostMails)
  return sendPage(visit, { title: view.t('demo_mail.title'), children: <DemoMailsPage view={view} mails={mails} /> })
}

export async function showDemoMail(visit: Visit): Promise<unknown> {
  const mail = await findCapturedMail(visit.site.shop.database.db, paramOf(visit.request, 'mailId'))
  if (!mail) throw new Failure('not_found', 'no such mail')
  return sendPage(visit, { title: mail.subject, children: <DemoMailPage view={visit.view} mail={mail} /> })
}

export async function readAttachment(visit: Visit): Promise<unknown> {
  const mail = await findCapturedMail(visit.site.shop.database.db, paramOf(visit.request, 'mailId'))
  const attachment = mail?.attachments[Number(paramOf(visit.request, 'index'))]
  if (!attachment) throw new Failure('not_found', 'no such attachment')
  return visit.reply
    .header('content-disposition', `attachment; filename="${attachment.name}"`)
    .type(attachment.type)
    .send(Buffer.from(attachment.base64, 'base64'))
}

import { orNotFound } from '../../../kit/failure.ts'
import { findCapturedMail, listCapturedMails } from '../../../mail/captured-mail.ts'
import { sendPage } from '../../answer.ts'
import { paramOf, type RequestContext } from '../../request-context.ts'
import { DemoMailPage, DemoMailsPage } from './demo-mail-page.tsx'

const mostMails = 100

export async function showDemoMails(context: RequestContext): Promise<unknown> {
  const { site, view } = context
  await site.worker.runNow(['mails'])
  const mails = await listCapturedMails(site.shop.database.db, mostMails)
  return sendPage(context, { title: view.t('demo_mail.title'), children: <DemoMailsPage view={view} mails={mails} /> })
}

export async function showDemoMail(context: RequestContext): Promise<unknown> {
  const mail = orNotFound(
    await findCapturedMail(context.site.shop.database.db, paramOf(context.request, 'mailId')),
    'mail',
  )
  return sendPage(context, { title: mail.subject, children: <DemoMailPage view={context.view} mail={mail} /> })
}

export async function readAttachment(context: RequestContext): Promise<unknown> {
  const mail = await findCapturedMail(context.site.shop.database.db, paramOf(context.request, 'mailId'))
  const attachment = orNotFound(mail?.attachments[Number(paramOf(context.request, 'index'))], 'attachment')
  return context.reply
    .header('content-disposition', `attachment; filename="${attachment.name}"`)
    .type(attachment.type)
    .send(Buffer.from(attachment.base64, 'base64'))
}

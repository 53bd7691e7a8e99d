import { orNotFound } from '../../../kit/failure.ts'
import { findCapturedMail, listCapturedMails } from '../../../mail/captured-mail.ts'
import { logoCid } from '../../../mail/letter.ts'
import { changePolicy, sendPage } from '../../answer.ts'
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
  changePolicy(context.reply.raw, (policy) => `${policy};frame-src 'self'`)
  const mail = orNotFound(
    await findCapturedMail(context.site.shop.database.db, paramOf(context.request, 'mailId')),
    'mail',
  )
  return sendPage(context, { title: mail.subject, children: <DemoMailPage view={context.view} mail={mail} /> })
}

/** The letter as a program that reads mail draws it, in a frame of our own: nothing runs in it, nothing is fetched. */
export async function showDemoMailHtml(context: RequestContext): Promise<unknown> {
  const { reply, request, site } = context
  const mail = orNotFound(await findCapturedMail(site.shop.database.db, paramOf(request, 'mailId')), 'mail')
  const logo = mail.attachments.find(({ shown }) => shown)
  const html = mail.html
    .replace(`cid:${logoCid}`, `data:${logo?.type};base64,${logo?.base64}`)
    .replace('<head>', '<head><base target="_top">')
  changePolicy(
    reply.raw,
    () =>
      "default-src 'none';style-src 'unsafe-inline';img-src data:;base-uri 'none';form-action 'none';" +
      "frame-ancestors 'self'",
  )
  reply.raw.setHeader('x-frame-options', 'SAMEORIGIN')
  return reply.type('text/html; charset=utf-8').send(html)
}

export async function readAttachment(context: RequestContext): Promise<unknown> {
  const mail = await findCapturedMail(context.site.shop.database.db, paramOf(context.request, 'mailId'))
  const attachment = orNotFound(mail?.attachments[Number(paramOf(context.request, 'index'))], 'attachment')
  return context.reply
    .header('content-disposition', `attachment; filename="${attachment.name}"`)
    .type(attachment.type)
    .send(Buffer.from(attachment.base64, 'base64'))
}

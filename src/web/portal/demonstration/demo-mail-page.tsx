import type { CapturedMail } from '../../../mail/captured-mail.ts'
import { WaysOn } from '../../look/choice.tsx'
import { GoLink, Lead } from '../../look/page-head.tsx'
import { Facts, Id } from '../../look/paper.tsx'
import { momentText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

/** What the demonstration would have sent. */
export function DemoMailsPage({ view, mails }: { view: View; mails: readonly CapturedMail[] }) {
  const { t } = view
  return (
    <>
      <Lead title={t('demo_mail.title')} says={t('demo_mail.says')} />
      {mails.length === 0 ? (
        <p class="soft mt5">{t('demo_mail.none')}</p>
      ) : (
        <div class="mt5">
          <WaysOn
            ways={mails.map(({ id, subject, toAddress, sentAt }) => ({
              key: id,
              href: link('demoMail', { mailId: id }),
              label: subject,
              says: (
                <>
                  {momentText(view, sentAt, 'short')} – <Id text={toAddress} />
                </>
              ),
              icon: 'mail',
            }))}
          />
        </div>
      )}
    </>
  )
}

export function DemoMailPage({ view, mail }: { view: View; mail: CapturedMail }) {
  const { t } = view
  // What the HTML shows by itself stands last.
  const attachments = mail.attachments.filter(({ shown }) => !shown)
  return (
    <Lead title={mail.subject} ways={[{ href: link('demoMails'), label: t('demo_mail.back'), icon: 'back' }]}>
      <Facts
        facts={[
          { label: t('demo_mail.to'), value: <Id text={mail.toAddress} /> },
          { label: t('demo_mail.when'), value: momentText(view, mail.sentAt) },
        ]}
      />
      <iframe
        class="letter"
        src={link('demoMailHtml', { mailId: mail.id })}
        title={t('demo_mail.html')}
        sandbox="allow-top-navigation-by-user-activation"
      />
      <h2 class="mt5 mb3">{t('demo_mail.text')}</h2>
      <div class="prose">
        {mail.text.split('\n\n').map((paragraph, index) => (
          <p key={index}>
            <Linked text={paragraph} />
          </p>
        ))}
      </div>
      {attachments.length > 0 && (
        <section>
          <h2 class="mb3">{t('demo_mail.attachments')}</h2>
          <ul>
            {attachments.map(({ name }, index) => (
              <li key={name}>
                <GoLink
                  href={link('demoAttachment', { mailId: mail.id, index: String(index) })}
                  label={name}
                  icon="document"
                />
              </li>
            ))}
          </ul>
        </section>
      )}
    </Lead>
  )
}

/** Addresses in a letter can be followed. */
function Linked({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/\S+)/)
  return (
    <>
      {parts.map((part) =>
        /^https?:/.test(part) ? (
          <a href={part} class="id">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </>
  )
}

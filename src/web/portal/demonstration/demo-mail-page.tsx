import type { CapturedMail } from '../../../mail/captured-mail.ts'
import { Icon } from '../../look/icon.tsx'
import { momentText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

/** What the demonstration would have sent. */
export function DemoMailsPage({ view, mails }: { view: View; mails: readonly CapturedMail[] }) {
  const { t } = view
  return (
    <>
      <div class="lead">
        <h1>{t('demo_mail.title')}</h1>
        <p>{t('demo_mail.says')}</p>
      </div>
      {mails.length === 0 ? (
        <div class="void mt5">
          <p>{t('demo_mail.none')}</p>
        </div>
      ) : (
        <ul class="choices mt5">
          {mails.map((mail) => (
            <li key={mail.id}>
              <a class="choice" href={link('demoMail', { mailId: mail.id })}>
                <Icon name="mail" />
                <span>
                  <b>{mail.subject}</b>
                  <small class="id">{mail.toAddress}</small>
                </span>
                <small>{momentText(view, mail.sentAt, 'short')}</small>
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

export function DemoMailPage({ view, mail }: { view: View; mail: CapturedMail }) {
  const { t } = view
  return (
    <div class="lead stack">
      <p>
        <a class="go" href={link('demoMails')}>
          <Icon name="back" />
          {t('demo_mail.back')}
        </a>
      </p>
      <h1>{mail.subject}</h1>
      <dl class="facts">
        <div>
          <dt>{t('demo_mail.to')}</dt>
          <dd class="id">{mail.toAddress}</dd>
        </div>
        <div>
          <dt>{t('demo_mail.when')}</dt>
          <dd>{momentText(view, mail.sentAt)}</dd>
        </div>
      </dl>
      <div class="prose">
        {mail.text.split('\n\n').map((paragraph, index) => (
          <p key={index}>
            <Linked text={paragraph} />
          </p>
        ))}
      </div>
      {mail.attachments.length > 0 && (
        <section>
          <h2 class="mb3">{t('demo_mail.attachments')}</h2>
          <ul>
            {mail.attachments.map(({ name }, index) => (
              <li key={name}>
                <a class="go" href={link('demoAttachment', { mailId: mail.id, index: String(index) })}>
                  <Icon name="document" />
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
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

import { saysPageCosts } from '../../../brand/brand-content.ts'
import { credit } from '../../../kit/amount.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { textIn } from '../../../kit/language.ts'
import { formatFigure } from '../../../messages/format.ts'
import type { MessageKey } from '../../../messages/translate.ts'
import { CsrfToken, ErrorSummary, Field } from '../../look/form.tsx'
import { OwnWords } from '../../look/own-words.tsx'
import { GoLink } from '../../look/page-head.tsx'
import { LedgerList, Notice } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import type { DemoLogin } from '../../site.ts'
import { DemoForms, DemoLogins } from './demo-logins.tsx'

export type SignInProps = {
  login: string
  problems: readonly FieldProblem[]
  /** Where the person wanted to go. */
  next: string
  /** A page was asked for after the session had ended, or a form was sent, which was not taken. */
  ended: 'yes' | 'form' | undefined
  passwordSet: boolean
  demoLogins: readonly DemoLogin[]
  demoPassword: string
}

export function SignInPage({ view, ...props }: SignInProps & { view: View }) {
  const { t, brand, language } = view
  return (
    <div class="door">
      <div class="intro stack">
        <h1>{t('sign_in.headline')}</h1>
        <OwnWords view={view} class="soft stack g2" text={textIn(brand.welcome, language)} />
      </div>
      <SignInForm view={view} {...props} />
      {saysPageCosts(brand) && <Prices view={view} />}
      <DemoForms view={view} {...props} />
    </div>
  )
}

function Prices({ view }: { view: View }) {
  const { t, brand, language } = view
  return (
    <section class="narrow" aria-labelledby="prices">
      <h2 id="prices">{t('sign_in.prices')}</h2>
      <p class="small soft mb4">{t('sign_in.prices_hint', { unit: textIn(brand.creditNames, language).other })}</p>
      <LedgerList lines={pricesOf(view)} />
    </section>
  )
}

/** Every price that the operator has said; prints stand by themselves where copies cost something else. */
function pricesOf({ t, brand, language }: View) {
  const { blackAndWhite, colour } = brand.pageCosts
  const { copyBlackAndWhite, copyColour, scan, fax } = brand.otherCosts
  const isApart = copyBlackAndWhite !== null || copyColour !== null
  const prices: ReadonlyArray<[label: MessageKey, minor: number | null]> = [
    [isApart ? 'sign_in.print_bw' : 'sign_in.page_bw', blackAndWhite],
    [isApart ? 'sign_in.print_colour' : 'sign_in.page_colour', colour === 0 ? null : colour],
    ['sign_in.copy_bw', isApart ? (copyBlackAndWhite ?? blackAndWhite) : null],
    ['sign_in.copy_colour', isApart ? (copyColour ?? (colour === 0 ? null : colour)) : null],
    ['sign_in.scan', scan],
    ['sign_in.fax', fax],
  ]
  return prices.flatMap(([label, minor]) =>
    minor === null
      ? []
      : [{ label: t(label), figure: minor === 0 ? t('sign_in.free') : formatFigure(credit(minor), language) }],
  )
}

function SignInForm({ view, login, problems, next, ended, passwordSet, ...demo }: SignInProps & { view: View }) {
  const { t } = view
  return (
    <form class="ticket" method="post" action={link('signIn')} aria-labelledby="sign-in">
      <div class="stack">
        <h2 id="sign-in">{t('sign_in.title')}</h2>
        <ErrorSummary view={view} problems={problems} />
        {ended && (
          <Notice icon="alert" tone="care">
            <p>{t(ended === 'form' ? 'sign_in.form_not_taken' : 'sign_in.ended')}</p>
          </Notice>
        )}
        {passwordSet && (
          <Notice icon="confirmed" tone="good">
            <p>{t('new_password.done')}</p>
          </Notice>
        )}
        <CsrfToken view={view} />
        <input type="hidden" name="next" value={next} />
        <Field
          view={view}
          name="login"
          label={t('sign_in.login')}
          hint={t('sign_in.login_hint')}
          value={login}
          autocomplete="username"
          problems={problems}
        />
        <Field
          view={view}
          name="password"
          type="password"
          label={t('sign_in.password')}
          autocomplete="current-password"
          problems={problems}
        />
        <button class="btn wide" type="submit">
          {t('sign_in.submit')}
        </button>
        <p class="row small">
          <GoLink href={link('forgotten')} label={t('sign_in.forgotten')} />
        </p>
      </div>
      {demo.demoLogins.length > 0 && <DemoLogins view={view} {...demo} />}
    </form>
  )
}

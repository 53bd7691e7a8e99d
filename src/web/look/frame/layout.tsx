import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import { textIn } from '../../../kit/language.ts'
import { writtenIn } from '../../../messages/french-spaces.ts'
import { link } from '../../routes.ts'
import { Icon } from '../icon.tsx'
import type { IconName } from '../icon-strokes.ts'
import { OwnWords } from '../own-words.tsx'
import type { View } from '../view.ts'
import { DeskBar, DeskFoot, type DeskPlace, DeskRail, WhoAmI } from './desk-frame.tsx'
import { DeskPalette } from './desk-palette.tsx'
import { BrandLogo, logoUrl } from './logo.tsx'
import { Preferences, SignOut } from './preferences-form.tsx'
import { withRaisedOrdinals } from './raised-ordinals.ts'

export type MenuName = 'account' | 'recharge' | 'desk'
type Frame = {
  view: View
  title: string
  /** Which entry of the menu this page belongs to. */
  at?: MenuName
  /** Between the choice and the bank: no way out is offered but the page's own. */
  isPayment?: boolean
  /** The desk's own, denser frame. */
  desk?: DeskPlace
  /** Stylesheets of this page alone. */
  sheets?: readonly string[]
  children: ComponentChildren
}

/** A whole document as text. */
export function renderPage(frame: Frame): string {
  const html = `<!doctype html>${render(<Document {...frame} />)}`
  return frame.view.language === 'fr' ? withRaisedOrdinals(html) : html
}

function Document({ view, title, at, isPayment = false, desk, sheets, children }: Frame) {
  const { assets, brand, t } = view
  const icon = brand.logos.light
  return (
    <html lang={view.language} {...(view.theme !== 'automatic' && { 'data-theme': view.theme })}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content={brand.accent} />
        {!desk && <meta name="description" content={t('frame.description', { name: brand.name })} />}
        <link rel="manifest" href={link('manifest')} />
        <title>{`${title} – ${desk ? t('desk.of', { name: brand.name }) : brand.name}`}</title>
        <link rel="preload" href="/look/fonts/obole-text.woff2" as="font" type="font/woff2" crossOrigin="anonymous" />
        <link rel="preload" href="/look/fonts/obole-head.woff2" as="font" type="font/woff2" crossOrigin="anonymous" />
        <link rel="stylesheet" href={assets.stylesheet} />
        <link rel="stylesheet" href={assets.theme} />
        {sheets?.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {icon ? <link rel="icon" href={logoUrl(icon)} type={icon.type} /> : <link rel="icon" href="data:," />}
        {view.preview ? <base target="_blank" /> : <script src={assets.script} defer />}
      </head>
      <body class={desk ? 'office railed' : undefined}>
        <a class="skip" href="#content">
          {t('frame.skip')}
        </a>
        {view.mode !== 'live' && !view.preview && <Strip view={view} mode={view.mode} />}
        {view.closed && !desk && <ClosedStrip view={view} />}
        <header class="mast">
          <Brand view={view} href={isPayment ? undefined : link(desk ? 'desk' : 'home')}>
            {desk ? t('desk.title') : writtenIn(brand.tagline, view.language)}
          </Brand>
          {desk && <WhoAmI view={view} />}
        </header>
        <main id="content">{children}</main>
        {desk ? <DeskNavigation view={view} desk={desk} /> : view.person && !isPayment && <Menu view={view} at={at} />}
        {desk ? <DeskFoot view={view} /> : <Foot view={view} />}
      </body>
    </html>
  )
}

/** Who sells here; a way home unless a payment is under way. */
function Brand({ view, href, children }: { view: View; href: string | undefined; children: ComponentChildren }) {
  const Tag = href === undefined ? 'div' : 'a'
  return (
    <Tag class="brand" {...(href !== undefined && { href })}>
      <BrandLogo brand={view.brand} theme={view.theme} />
      <span>
        <b>{view.brand.name}</b>
        <small>{children}</small>
      </span>
    </Tag>
  )
}

function DeskNavigation({ view, desk }: { view: View; desk: DeskPlace }) {
  return (
    <>
      <DeskRail view={view} desk={desk} />
      <DeskBar view={view} desk={desk} />
      {!view.preview && <DeskPalette view={view} />}
    </>
  )
}

function Strip({ view: { t }, mode }: { view: View; mode: 'demo' | 'test' }) {
  return (
    <aside class="strip" aria-label={t('frame.mode')}>
      <b>{t(`frame.${mode}`)}</b> {t(`frame.${mode}_says`)}
    </aside>
  )
}

/** On every page of the shop, until it may sell. */
function ClosedStrip({ view: { t } }: { view: View }) {
  return (
    <aside class="strip" aria-label={t('opening.closed_title')}>
      <b>{t('opening.closed_title')}</b> {t('opening.closed_says')}
    </aside>
  )
}

function Menu({ view, at }: { view: View; at: MenuName | undefined }) {
  const { t } = view
  const entries: Array<{ name: MenuName; href: string; icon: IconName; long: string; brief: string }> = [
    { name: 'account', href: link('home'), icon: 'wallet', long: t('menu.account'), brief: t('menu.account_brief') },
    { name: 'recharge', href: link('recharge'), icon: 'plus', long: t('menu.recharge'), brief: t('menu.recharge') },
  ]
  if (view.rights.includes('see_desk')) {
    entries.push({ name: 'desk', href: link('desk'), icon: 'desk', long: t('menu.desk'), brief: t('menu.desk_brief') })
  }
  return (
    <nav class="menu" aria-label={t('frame.menu')}>
      <ul>
        {entries.map(({ name, href, icon, long, brief }) => (
          <li key={name}>
            <a href={href} aria-current={at === name ? 'page' : undefined}>
              <Icon name={icon} />
              <span class="long">{long}</span>
              <span class="brief">{brief}</span>
            </a>
          </li>
        ))}
        <li>
          <SignOut view={view} button="menu-button">
            <Icon name="leave" />
            <span class="long">{t('menu.sign_out')}</span>
            <span class="brief">{t('menu.sign_out_brief')}</span>
          </SignOut>
        </li>
      </ul>
    </nav>
  )
}

function Foot({ view }: { view: View }) {
  const { t, language, brand } = view
  return (
    <footer class="foot">
      <OwnWords view={view} text={textIn(brand.help, language)} contacts />
      <Preferences view={view} />
      {textIn(brand.footer, language) !== '' && <OwnWords view={view} text={textIn(brand.footer, language)} />}
      <ul class="legal">
        <li>
          <a href={link('terms')}>{t('frame.terms')}</a>
        </li>
        <li>
          <a href={link('legal')}>{t('frame.legal')}</a>
        </li>
        <li>
          <a href={link('privacy')}>{t('frame.privacy')}</a>
        </li>
        <li>
          <a href={link('accessibility')}>{t('frame.accessibility')}</a>
        </li>
        {view.withdrawal.offered && (
          <li>
            <a href={link('withdrawal')}>{t('withdrawal.here')}</a>
          </li>
        )}
      </ul>
    </footer>
  )
}

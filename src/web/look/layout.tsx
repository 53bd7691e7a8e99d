import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import { link } from '../routes.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-strokes.ts'
import type { View } from './view.ts'

export type MenuName = 'account' | 'recharge' | 'desk'
type Frame = {
  view: View
  title: string
  /** Which entry of the menu this page belongs to. */
  at?: MenuName
  /** The office's denser frame. */
  office?: boolean
  children: ComponentChildren
}

/** A whole document as text. */
export function renderPage(frame: Frame): string {
  return `<!doctype html>${render(<Document {...frame} />)}`
}

function Document({ view, title, at, office, children }: Frame) {
  const { assets, brand, t } = view
  return (
    <html lang={view.language} {...(view.theme !== 'automatic' && { 'data-theme': view.theme })}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} – ${brand.name}`}</title>
        <link rel="preload" href="/look/fonts/obole-text.woff2" as="font" type="font/woff2" crossOrigin="anonymous" />
        <link rel="preload" href="/look/fonts/obole-head.woff2" as="font" type="font/woff2" crossOrigin="anonymous" />
        <link rel="stylesheet" href={assets.stylesheet} />
        <link rel="stylesheet" href={assets.theme} />
        <link rel="icon" href={link('logo')} type="image/svg+xml" />
        <script src={assets.script} defer />
      </head>
      <body class={office ? 'office' : undefined}>
        <a class="skip" href="#content">
          {t('frame.skip')}
        </a>
        {view.mode !== 'live' && <Strip view={view} mode={view.mode} />}
        <header class="mast">
          <a class="brand" href={link('home')}>
            <Logo view={view} />
            <span>
              <b>{brand.name}</b>
              <small>{brand.tagline[view.language]}</small>
            </span>
          </a>
        </header>
        <main id="content">{children}</main>
        {view.person && <Menu view={view} at={at} />}
        <Foot view={view} />
      </body>
    </html>
  )
}

function Strip({ view: { t }, mode }: { view: View; mode: 'demo' | 'test' }) {
  return (
    <aside class="strip" aria-label={t('frame.mode')}>
      <b>{t(`frame.${mode}`)}</b> {t(`frame.${mode}_says`)}
    </aside>
  )
}

function Logo({ view: { brand } }: { view: View }) {
  return brand.logoSvg ? (
    <img class="logo" src={link('logo')} width="44" height="44" alt="" />
  ) : (
    <span class="logo monogram" aria-hidden="true">
      {brand.name.charAt(0)}
    </span>
  )
}

function Menu({ view, at }: { view: View; at: MenuName | undefined }) {
  const { t } = view
  const entries: Array<{ name: MenuName; href: string; icon: IconName; long: string; brief: string }> = [
    { name: 'account', href: link('home'), icon: 'wallet', long: t('menu.account'), brief: t('menu.account_brief') },
    { name: 'recharge', href: link('recharge'), icon: 'plus', long: t('menu.recharge'), brief: t('menu.recharge') },
  ]
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
          <form class="nav-form" method="post" action={link('signOut')}>
            <input type="hidden" name="csrf" value={view.csrf} />
            <button class="menu-button" type="submit">
              <Icon name="leave" />
              <span class="long">{t('menu.sign_out')}</span>
              <span class="brief">{t('menu.sign_out_brief')}</span>
            </button>
          </form>
        </li>
      </ul>
    </nav>
  )
}

const nextTheme = { automatic: 'light', light: 'dark', dark: 'automatic' } as const

function Foot({ view }: { view: View }) {
  const { t, language, brand } = view
  const other = language === 'fr' ? 'en' : 'fr'
  return (
    <footer class="foot">
      <p>{brand.help[language]}</p>
      <form method="post" action={link('preferences')}>
        <input type="hidden" name="csrf" value={view.csrf} />
        <input type="hidden" name="back" value={view.here} />
        <ul>
          <li>
            <button type="submit" class="plain-button" name="language" value={other} lang={other}>
              {t('frame.other_language')}
            </button>
          </li>
          <li>
            <button type="submit" class="plain-button" name="theme" value={nextTheme[view.theme]}>
              {t('frame.theme', { theme: view.theme })}
              <span class="vh"> ({t('frame.theme_next', { theme: nextTheme[view.theme] })})</span>
            </button>
          </li>
        </ul>
      </form>
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
      </ul>
    </footer>
  )
}

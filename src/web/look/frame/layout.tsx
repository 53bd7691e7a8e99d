import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import { writtenIn } from '../../../messages/french-spaces.ts'
import { link } from '../../routes.ts'
import type { View } from '../view.ts'
import { DeskBar, DeskFoot, type DeskPlace, DeskRail, WhoAmI } from './desk-frame.tsx'
import { DeskPalette } from './desk-palette.tsx'
import { BrandLogo, logoUrl } from './logo.tsx'
import { Foot, Menu, type MenuName } from './portal-frame.tsx'

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

/** What holds plain text alone, or draws it where no mark-up is read. */
const plain = new Set(['title', 'option', 'textarea', 'script', 'style', 'svg', 'text', 'tspan'])
const ordinal = '1er'

/**
 * A French page with each « 1er » as it is set: the er raised, everywhere a browser can raise it. Only the texts that
 * have one are looked at: a page has a thousand tags, and few firsts of a month.
 */
export function withRaisedOrdinals(html: string): string {
  let written = ''
  let done = 0
  for (let at = html.indexOf(ordinal); at !== -1; at = html.indexOf(ordinal, done)) {
    const tag = html.lastIndexOf('<', at)
    const next = html.indexOf('<', at)
    const end = next === -1 ? html.length : next
    const text = html.slice(tag, end)
    const inTag = text.indexOf('>') + 1
    const raised = text.slice(inTag).replace(/\b1er\b/g, '1<sup>er</sup>')
    written += html.slice(done, tag) + (isPlain(text) ? text : text.slice(0, inTag) + raised)
    done = end
  }
  return done === 0 ? html : written + html.slice(done)
}

/** Whether the element that this tag opens, or the drawing that it stands in, takes text as it is. */
const isPlain = (tag: string): boolean => plain.has(/^<([a-z]+)/.exec(tag)?.[1] ?? '')

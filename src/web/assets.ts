import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { currentBrand } from '../brand/brand.ts'
import type { BrandContent, Logo } from '../brand/brand-content.ts'
import { findLogo } from '../brand/logo/brand-logo.ts'
import { type Colours, isColour, proofCss, themeCss } from '../brand/theme-css.ts'
import { orNotFound } from '../kit/failure.ts'
import { mainLanguage } from '../kit/language.ts'
import { link, routes } from './routes.ts'
import { script, stylesheet } from './sheets.made.ts'
import type { Site } from './site.ts'

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)
const hashes = { stylesheet: hashOf(stylesheet), script: hashOf(script) }
/** The formulas of themes change with a release: then so do the addresses of all themes. */
const formulas = hashOf(themeCss({ accent: '#1d3a7a', ground: '#fff4e0' }))

/** Addresses that change with their content, so that a browser may keep them for a year. */
export function assetUrls(brand: Colours): { stylesheet: string; theme: string; script: string } {
  return {
    stylesheet: link('stylesheet', {}, { v: hashes.stylesheet }),
    theme: themeUrl(brand),
    script: link('script', {}, { v: hashes.script }),
  }
}

/**
 * A theme is a function of its colours, and they are its address: a draft has its own before it is published, and a
 * page that was drawn before a publication still finds the colours it was drawn with.
 */
export const themeUrl = ({ accent, ground }: Colours, use?: 'proof'): string =>
  link('theme', {}, { accent: accent.slice(1), ground: ground?.slice(1), use, v: formulas })

function readColours(query: unknown): Colours {
  const { accent, ground } = query as Record<string, unknown>
  const colours = { accent: `#${accent}`, ground: ground === undefined ? null : `#${ground}` }
  const fine = isColour(colours.accent) && (colours.ground === null || isColour(colours.ground))
  return orNotFound(fine && colours, 'theme')
}

const forAYear = 'public, max-age=31536000, immutable'
const fonts = ['obole-text.woff2', 'obole-head.woff2', 'obole-numeral.woff2']

/** A logo is a picture and nothing else, even for who opens its address by itself. */
const asPicture = "default-src 'none'; sandbox"

/** How the shop stands on the home screen of a telephone: the operator's name, colour and logo. */
function manifestOf({ name, accent, ground, logos: { light } }: BrandContent) {
  const icon = light && { src: link('logo', { logoId: light.logoId }), type: light.type, sizes: sizesOf(light) }
  return {
    name,
    short_name: name,
    lang: mainLanguage,
    start_url: link('home'),
    display: 'minimal-ui',
    theme_color: accent,
    background_color: ground ?? '#ffffff',
    icons: icon ? [icon] : [],
  }
}
const sizesOf = ({ type, width, height }: Logo): string => (type === 'image/svg+xml' ? 'any' : `${width}x${height}`)

/** Stylesheets, script, fonts and logos: nothing is ever loaded from elsewhere. */
export function serveAssets(server: FastifyInstance, site: Site): void {
  server.get(routes.stylesheet, (_, reply) =>
    reply.header('cache-control', forAYear).type('text/css; charset=utf-8').send(stylesheet),
  )
  server.get(routes.script, (_, reply) =>
    reply.header('cache-control', forAYear).type('text/javascript; charset=utf-8').send(script),
  )
  server.get(routes.theme, (request, reply) => {
    const colours = readColours(request.query)
    const isProof = (request.query as Record<string, unknown>).use === 'proof'
    const css = isProof ? proofCss(colours) : themeCss(colours)
    return reply.header('cache-control', forAYear).type('text/css; charset=utf-8').send(css)
  })
  server.get<{ Params: { logoId: string } }>(routes.logo, async (request, reply) => {
    const logo = orNotFound(await findLogo(site.shop.database.db, request.params.logoId), 'logo')
    return reply
      .header('cache-control', forAYear)
      .header('content-security-policy', asPicture)
      .type(logo.type)
      .send(Buffer.from(logo.content))
  })
  server.get(routes.manifest, async (_, reply) => {
    const brand = await currentBrand(site.shop.database.db)
    const manifest = manifestOf(brand)
    return reply.header('cache-control', 'no-cache').type('application/manifest+json').send(JSON.stringify(manifest))
  })
  const bytes = new Map(fonts.map((name) => [name, readFileSync(new URL(`./look/fonts/${name}`, import.meta.url))]))
  server.get<{ Params: { name: string } }>(routes.font, (request, reply) => {
    const font = orNotFound(bytes.get(request.params.name), 'font')
    return reply.header('cache-control', forAYear).type('font/woff2').send(font)
  })
}

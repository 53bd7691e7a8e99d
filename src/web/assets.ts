import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { transformSync } from 'esbuild'
import type { FastifyInstance } from 'fastify'
import { currentBrand } from '../brand/brand.ts'
import type { BrandContent } from '../brand/brand-content.ts'
import { themeCss } from '../brand/theme-css.ts'
import { Failure } from '../kit/failure.ts'
import { link, routes } from './routes.ts'
import type { Site } from './site.ts'

const sheets = ['tokens', 'base', 'frame', 'parts', 'pages', 'office', 'tools', 'print']
const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

const stylesheet = transformSync(sheets.map((name) => read(`./look/${name}.css`)).join('\n'), {
  loader: 'css',
  minify: true,
}).code
const script = transformSync(read('./enhance/enhance.ts'), { loader: 'ts', minify: true, target: 'es2020' }).code
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)
const hashes = { stylesheet: hashOf(stylesheet), script: hashOf(script) }
const themes = new Map<string, { css: string; hash: string }>()

function themeOf(accent: string): { css: string; hash: string } {
  const known = themes.get(accent)
  if (known) return known
  const css = themeCss(accent)
  const theme = { css, hash: hashOf(css) }
  themes.set(accent, theme)
  return theme
}

/** Addresses that change with their content, so that a browser may keep them for a year. */
export function assetUrls(brand: BrandContent): { stylesheet: string; theme: string; script: string } {
  return {
    stylesheet: link('stylesheet', {}, { v: hashes.stylesheet }),
    theme: link('theme', {}, { v: themeOf(brand.accent).hash }),
    script: link('script', {}, { v: hashes.script }),
  }
}

const forAYear = 'public, max-age=31536000, immutable'
const fonts = ['obole-text.woff2', 'obole-head.woff2', 'obole-numeral.woff2']

/** Stylesheets, script, fonts and the logo: nothing is ever loaded from elsewhere. */
export function serveAssets(server: FastifyInstance, site: Site): void {
  const brandNow = () => currentBrand(site.shop.database.db)
  server.get(routes.stylesheet, (_, reply) =>
    reply.header('cache-control', forAYear).type('text/css; charset=utf-8').send(stylesheet),
  )
  server.get(routes.script, (_, reply) =>
    reply.header('cache-control', forAYear).type('text/javascript; charset=utf-8').send(script),
  )
  server.get(routes.theme, async (_, reply) => {
    const { css } = themeOf((await brandNow()).accent)
    return reply.header('cache-control', forAYear).type('text/css; charset=utf-8').send(css)
  })
  server.get(routes.logo, async (_, reply) => {
    const { logoSvg } = await brandNow()
    if (!logoSvg) throw new Failure('not_found', 'no logo')
    return reply.header('cache-control', 'public, max-age=300').type('image/svg+xml').send(logoSvg)
  })
  const bytes = new Map(fonts.map((name) => [name, readFileSync(new URL(`./look/fonts/${name}`, import.meta.url))]))
  server.get<{ Params: { name: string } }>(routes.font, (request, reply) => {
    const font = bytes.get(request.params.name)
    if (!font) throw new Failure('not_found', 'no such font')
    return reply.header('cache-control', forAYear).type('font/woff2').send(font)
  })
}

import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { letterOf } from './letter.ts'
import { createSmtpSender } from './smtp-mail.ts'

const png = Buffer.from('iVBORw0KGgo=', 'base64')

/** A part of a message: its headers in small letters, its content, and the parts within it. */
type Part = { headers: Map<string, string>; content: Buffer; parts: Part[] }

/** Reads MIME as RFC 2045 and 2046 write it. */
function parseMime(raw: string): Part {
  const at = raw.indexOf('\r\n\r\n')
  const lines = raw
    .slice(0, at)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  )
  const body = raw.slice(at + 4)
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get('content-type') ?? '')?.[1]
  const inner = boundary === undefined ? [] : body.split(`--${boundary}`).slice(1, -1)
  return { headers, content: decode(headers, body), parts: inner.map((part) => parseMime(part.replace(/^\r\n/, ''))) }
}

function decode(headers: Part['headers'], body: string): Buffer {
  const encoding = headers.get('content-transfer-encoding')
  if (encoding === 'base64') return Buffer.from(body, 'base64')
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1')
  const whole = body.replace(/=\r\n/g, '')
  return Buffer.from(
    whole.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}

const typeOf = ({ headers }: Part): string => headers.get('content-type')?.split(';')[0] ?? ''
const all = (part: Part): Part[] => [part, ...part.parts.flatMap(all)]

async function sent(letter: Parameters<typeof letterOf>[0]): Promise<Part> {
  let raw = ''
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _, done) {
      stream.on('data', (part: Buffer) => {
        raw += part.toString('latin1')
      })
      stream.on('end', () => done())
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const account = { url: `smtp://127.0.0.1:${port}`, from: 'obole@example.org', replyTo: 'help@example.org' }
  const outcome = await createSmtpSender(account).send(letterOf(letter))
  await new Promise<void>((resolve) => server.close(() => resolve()))
  assert.deepEqual(outcome, { is: 'sent' })
  return parseMime(raw)
}

const words = {
  to: 'ann@example.org',
  from: {
    name: 'Médiathèque <Sud>',
    accent: '#7a1d3a',
    logo: { png, width: 48, height: 48 },
    foot: ['Université & Cie', '1, place <b>'],
  },
  subject: 'Reçu n° 1',
  greeting: 'Bonjour <script>alert(1)</script>,',
  paragraphs: ['La commande : https://x.example/a?b=1&c=2', { text: 'gras', html: '<p><strong>gras</strong></p>' }],
  signature: 'Nous',
  language: 'fr',
} as const

test('a letter is text and HTML of the same words, its logo comes along, and its headers say who wrote it and how', async () => {
  const message = await sent(words)
  const { headers } = message
  assert.equal(headers.get('auto-submitted'), 'auto-generated')
  assert.equal(headers.get('reply-to'), 'help@example.org')
  assert.match(headers.get('from') ?? '', /^=\?UTF-8\?[BQ]\?.+\?= <obole@example\.org>$/)
  const parts = all(message)
  const alternative = parts.find((part) => typeOf(part) === 'multipart/alternative') ?? assert.fail('no alternative')
  assert.equal(alternative.parts.length, 2, 'the plain text first, what is preferred last')
  const [plain, rich] = alternative.parts
  assert.ok(plain && rich)
  assert.equal(typeOf(plain), 'text/plain')
  assert.ok(['text/html', 'multipart/related'].includes(typeOf(rich)))
  const picture = parts.find((part) => typeOf(part) === 'image/png')
  assert.equal(picture?.headers.get('content-id'), '<logo>')
  assert.match(picture?.headers.get('content-disposition') ?? '', /^inline/)
  assert.deepEqual(picture?.content, png)
  const html =
    all(rich)
      .find((part) => typeOf(part) === 'text/html')
      ?.content.toString('utf8') ?? ''
  const text = plain.content.toString('utf8')
  const visible = html
    .replace(/^.*<\/head>/s, '')
    .replace(/<br>|<\/p>|<\/td>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
  const wordsOf = (written: string) => written.split(/\s+/).filter(Boolean)
  assert.deepEqual(wordsOf(visible), wordsOf(text), 'both say the same')
})

test('nothing of a value becomes markup, nothing runs and nothing is fetched from elsewhere', () => {
  const { html } = letterOf(words)
  assert.doesNotMatch(html, /<script|<link|<style|<b>|<Sud>|url\(/i)
  assert.deepEqual(html.match(/(?:src|background)="[^"]*"/g), ['src="cid:logo"'])
  assert.match(html, /<html lang="fr">/)
  assert.match(html, /<a href="https:\/\/x\.example\/a\?b=1&amp;c=2">/)
  assert.equal(html.match(/<table/g)?.length, html.match(/<table role="presentation"/g)?.length)
  assert.match(html, /<img [^>]*alt=""/)
  assert.match(html, /Université &amp; Cie<br>1, place &lt;b&gt;/)
})

import type { Language } from '../kit/language.ts'
import { escapeHtml } from '../kit/text/html.ts'
import type { Letter } from './mail.ts'

/** A part of a letter in both of its forms; plain text alone where there is nothing to mark up. */
export type LetterPart = string | { text: string; html: string }
/** Whose letter it is: the name at its head, over a rule in the accent colour; the logo above, who sells below. */
export type Letterhead = {
  name: string
  accent: string
  /** A PNG, and how large it is drawn, in pixels. */
  logo?: { png: Uint8Array; width: number; height: number } | undefined
  foot?: readonly string[]
}
export type LetterWords = {
  to: string
  from: Letterhead
  subject: string
  greeting: string
  paragraphs: readonly LetterPart[]
  signature: LetterPart
  language: Language
  attachments?: Letter['attachments']
}

/** One text, twice: plain, and as sober HTML with the same words, as programs that read mail can draw it. */
export function letterOf(words: LetterWords): Letter {
  const { name, logo, foot = [] } = words.from
  const text = partsOf(words).map((part) => (typeof part === 'string' ? part : part.text))
  return {
    to: words.to,
    from: name,
    subject: words.subject,
    text: [...text, ...(foot.length > 0 ? [foot.join('\n')] : [])].join('\n\n'),
    html: drawn(words, letterBody(words)),
    ...(logo && { logo: logo.png }),
    attachments: words.attachments ?? [],
  }
}

/** What stands between head and foot, without the frame that programs that read mail need: for a page of our own. */
export const letterBody = (words: LetterWords): string => partsOf(words).map(htmlOf).join('\n')

const partsOf = (words: LetterWords): LetterPart[] => [
  headOf(words.from),
  words.greeting,
  ...words.paragraphs,
  words.signature,
]

/** The colour is a rule, not the letters of the name: at night programs that read mail turn the ground dark. */
const headOf = ({ name, accent }: Letterhead): LetterPart => ({
  text: name,
  html:
    `<p class="letterhead" style="border-bottom:3px solid ${escapeHtml(accent)};padding-bottom:8px">` +
    `<strong>${escapeHtml(name)}</strong></p>`,
})

const htmlOf = (part: LetterPart): string =>
  typeof part === 'string' ? `<p>${linked(escapeHtml(part))}</p>` : part.html

const linked = (html: string): string => html.replace(/https?:\/\/[^\s<]+/g, '<a href="$&">$&</a>')

const table = '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'
const font = 'font-family:Segoe UI,Roboto,Helvetica,Arial,sans-serif;line-height:1.5;text-align:left'

/** A column of 600 pixels by tables and styles in place: programs that read mail draw nothing else alike. */
function drawn({ subject, language, from: { logo, foot = [] } }: LetterWords, body: string): string {
  const picture = logo
    ? `<img src="cid:${logoCid}" alt="" width="${logo.width}" height="${logo.height}"` +
      ' style="display:block;border:0;background:#ffffff;padding:4px">'
    : ''
  const below =
    foot.length > 0
      ? `<tr><td style="${font};font-size:13px;border-top:1px solid #999999;padding-top:12px">` +
        `${foot.map(escapeHtml).join('<br>')}</td></tr>`
      : ''
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">' +
    `<title>${escapeHtml(subject)}</title></head><body style="margin:0;padding:0">` +
    `${table}><tr><td align="center" style="padding:24px 16px">${table} style="max-width:600px">` +
    `<tr><td style="${font};font-size:16px;overflow-wrap:anywhere">${picture}${body}</td></tr>${below}` +
    '</table></td></tr></table></body></html>'
  )
}

/** By which the HTML names the logo that the letter brings along. */
export const logoCid = 'logo'

import type { Language } from '../kit/language.ts'
import { escapeHtml } from '../kit/text/html.ts'
import type { Letter } from './mail.ts'

/** A part of a letter in both of its forms; plain text alone where there is nothing to mark up. */
export type LetterPart = string | { text: string; html: string }
/** Whose letter it is: the name at its head, over a rule in the accent colour. */
export type Letterhead = { name: string; accent: string }
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

/** One text, twice: plain, and as sober HTML with the same words. */
export function letterOf(words: LetterWords): Letter {
  const parts = [headOf(words.from), words.greeting, ...words.paragraphs, words.signature]
  const html = parts.map(htmlOf).join('\n')
  return {
    to: words.to,
    subject: words.subject,
    text: parts.map((part) => (typeof part === 'string' ? part : part.text)).join('\n\n'),
    html:
      `<!doctype html><html lang="${words.language}"><meta charset="utf-8">` +
      `<title>${escapeHtml(words.subject)}</title>${html}</html>`,
    attachments: words.attachments ?? [],
  }
}

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

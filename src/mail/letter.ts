import { escapeHtml } from '../kit/html.ts'
import type { Letter } from './mail.ts'

export type LetterWords = {
  to: string
  subject: string
  greeting: string
  paragraphs: readonly string[]
  signature: string
  language: 'fr' | 'en'
  attachments?: Letter['attachments']
}

/** One text, twice: plain, and as sober HTML with the same words. */
export function letterOf(words: LetterWords): Letter {
  const parts = [words.greeting, ...words.paragraphs, words.signature]
  const html = parts.map((part) => `<p>${linked(escapeHtml(part))}</p>`).join('\n')
  return {
    to: words.to,
    subject: words.subject,
    text: parts.join('\n\n'),
    html:
      `<!doctype html><html lang="${words.language}"><meta charset="utf-8">` +
      `<title>${escapeHtml(words.subject)}</title>${html}</html>`,
    attachments: words.attachments ?? [],
  }
}

const linked = (html: string): string => html.replace(/https?:\/\/[^\s<]+/g, '<a href="$&">$&</a>')

import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { montclar } from '../../src/brand/brand-content.ts'
import { brandText, checkPlaceholders, fillPlaceholders, renderMarkdown } from '../../src/brand/brand-text.ts'
import { readBrandForm } from '../../src/brand/check-brand.ts'
import { cleanLogo } from '../../src/brand/logo/clean-logo.ts'
import { cleanSvg } from '../../src/brand/logo/clean-svg.ts'
import { readRawRequest } from '../../src/cli/verify-notice-command.ts'
import { parseAmount, parseTypedAmount } from '../../src/kit/amount.ts'
import { parseDay } from '../../src/kit/day.ts'
import { isPublicAddress } from '../../src/kit/http/public-address.ts'
import { parseJson } from '../../src/kit/json.ts'
import { readPairs, shortForm } from '../../src/kit/pairs.ts'
import { createSecretBox } from '../../src/kit/secret-box.ts'
import { csvLine } from '../../src/kit/text/csv.ts'
import { escapeHtml } from '../../src/kit/text/html.ts'
import { plainText } from '../../src/kit/text/plain-text.ts'
import { letterOf } from '../../src/mail/letter.ts'
import { withFrenchSpaces } from '../../src/messages/french-spaces.ts'
import { maskNotice } from '../../src/payments/intake/mask-notice.ts'
import { goodEmail } from '../../src/people/email-address.ts'
import { comparable, keysOf, searchKey } from '../../src/people/person-key.ts'
import { requireGoodPassword } from '../../src/people/sign-in/password.ts'
import { networkOf } from '../../src/people/sign-in/throttle.ts'
import { TypedValues } from '../../src/web/desk/articles/form/typed-values.ts'
import { OwnWords } from '../../src/web/look/own-words.tsx'
import { Sentence } from '../../src/web/look/paper.tsx'
import { openQuote } from '../../src/web/portal/recharge/payer-choice.ts'
import { deskForm, formReader, readQuery } from '../../src/web/read-fields.ts'
import { ownPath } from '../../src/web/request-context.ts'
import type { Reader } from './cost-growth.ts'

const box = createSecretBox('a key of the tests, long enough for it')
const everything = { most: 1_000_000, longestName: 1_000_000, longestValue: 1_000_000 }
const utf8 = (text: string) => new TextEncoder().encode(text)
const inSvg = (inside: string) => `<svg viewBox="0 0 9 9">${inside}<path d="M0 0"/></svg>`

const masked = (type: string, text: string) =>
  maskNotice({
    gatewayId: 'x',
    method: 'POST',
    headers: JSON.stringify({ 'content-type': type, 'x-odd': text }),
    query: text,
    body: utf8(text),
  })

/** What reads a text that somebody else wrote. A new one is one line here. */
export const textReaders: Readonly<Record<string, Reader>> = {
  'a notice as staff may read it: a form': (text) => masked('application/x-www-form-urlencoded', text),
  'a notice as staff may read it: JSON and XML': (text) => masked('application/json', text),
  'pairs of a form': (text) => readPairs(text, everything),
  'pairs of a short form': (text) => readPairs(text, shortForm),
  'a form at the desk': (text) => orRefused(() => formReader(deskForm)(text)),
  'a query': readQuery,
  JSON: parseJson,
  Markdown: renderMarkdown,
  'HTML of a text': escapeHtml,
  'an operator’s text': (text) => brandText(text, { name: text }),
  'an operator’s text with links': (text) =>
    renderToString(h(OwnWords, { view: { language: 'fr' }, text, contacts: true })),
  'a sentence with figures': (text) => renderToString(h(Sentence, { text })),
  'a letter': (text) =>
    letterOf({
      to: text,
      from: { name: text, accent: text },
      subject: text,
      greeting: text,
      paragraphs: [text],
      signature: text,
      language: 'fr',
    }),
  'French spaces': withFrenchSpaces,
  'plain text': plainText,
  'placeholders, checked': (text) => checkPlaceholders(text, ['name']),
  'placeholders, filled': (text) => fillPlaceholders(text, { name: 'x', a: 'y' }),
  'the brand’s form': (text) => readBrandForm(montclar, 'look', () => text),
  'the brand’s texts': (text) => readBrandForm(montclar, 'mails', () => text),
  'a logo': (text) => cleanLogo(utf8(text)),
  'a drawing': cleanSvg,
  'a drawing: texts': (text) => cleanSvg(inSvg(`<text>${text}</text>`)),
  'a drawing: styles': (text) => cleanSvg(inSvg(`<style>${text}</style><path class="${'a '.repeat(2_000)}"/>`)),
  'a drawing: attributes': (text) =>
    cleanSvg(inSvg(`<path d="${text}" class="${text}" style="${text}" id="${text}"/>`)),
  'a drawing: elements': (text) => cleanSvg(inSvg(text)),
  'a line of CSV': (text) => csvLine([text, text]),
  'an amount': (text) => parseAmount(text, 'EUR'),
  'an amount that was typed': (text) => parseTypedAmount(text, 'EUR'),
  'a field of an article': (text) => {
    const typed = new TypedValues({ a: text })
    return [typed.text('a'), typed.amount('a', 'EUR'), typed.day('a'), typed.count('a', 9, 'x')]
  },
  'a day': parseDay,
  'a login': (text) => [comparable(text), searchKey(text), keysOf({ login: text, email: text, name: text })],
  'an address of mail': (text) => orRefused(() => goodEmail(text)),
  'a password': (text) => orRefused(() => requireGoodPassword(text, { field: 'x', login: text })),
  'an address of the network': (text) => [networkOf(text), isPublicAddress(text)],
  'a way back': ownPath,
  'a quote': (text) => openQuote(box, text, 'x'),
  'a sealed text': (text) => orRefused(() => box.open(text)),
  'a recorded request': (text) => orRefused(() => readRawRequest(Buffer.from(text), '2026-11-24T09:00:00.000Z')),
  'a recorded request: headers': (text) =>
    orRefused(() => readRawRequest(Buffer.from(`GET /x HTTP/1.1\r\na: ${text}\r\n\r\n`), '2026-11-24T09:00:00.000Z')),
}

/** A refusal is an answer too; what it cost is what counts. */
async function orRefused(act: () => unknown): Promise<unknown> {
  try {
    return await act()
  } catch (error) {
    return error
  }
}

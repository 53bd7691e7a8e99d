import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as fontkit from 'fontkit'
import PDFDocument from 'pdfkit'
import { extractText, getDocumentProxy } from 'unpdf'
import { createPaperFonts, type Face } from './paper-fonts.ts'
import { setLines } from './set-lines.ts'
import { writeText } from './write-text.ts'

const fontFor = createPaperFonts((bytes) => fontkit.create(bytes))

/** A paper with this text and nothing else, read back. */
async function readBack(text: string, face: Face): Promise<string> {
  const pdf = new PDFDocument({ size: 'A4', font: '' })
  const parts: Buffer[] = []
  pdf.on('data', (part: Buffer) => parts.push(part))
  const done = new Promise((resolve) => pdf.on('end', resolve))
  writeText(pdf, fontFor, text, { x: 50, y: 50, width: 400, size: 10, face })
  pdf.end()
  await done
  const proxy = await getDocumentProxy(Uint8Array.from(Buffer.concat(parts)))
  return plain((await extractText(proxy, { mergePages: true })).text)
}

/** Without what a typesetter does to blanks and what a copied text has of presentation forms. */
const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim()
const marked = (text: string): string[] => Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)

const names: Readonly<Record<string, string>> = {
  Polish: 'Łukasz Żółć-Święcicki',
  Romanian: 'Ștefan Țăran',
  Turkish: 'Gülşah İğneci Işık',
  Vietnamese: 'Nguyễn Thị Ánh Đặng',
  French: 'Ÿves Œuvrard',
  German: 'Groß ẞEN',
  Greek: 'Γιώργος Παπαδόπουλος',
  Cyrillic: 'Юлия Щукина Їжак',
  Arabic: 'فاطمة الزهراء',
  Persian: 'ژاله پگاه چمنی',
  Hebrew: 'שרה כהן',
  Chinese: '王小明 歐陽',
  Japanese: 'さくら',
  Thai: 'สมชาย ใจดี',
  'accents apart': 'Jose\u0301 Pe\u0301rez',
}

describe('names on papers', () => {
  for (const [script, name] of Object.entries(names))
    test(`${script}: no letter vanishes, and a copy of the text says the same`, async () => {
      for (const face of ['text', 'bold', 'head'] as const) {
        const lost = marked(name.normalize('NFC')).filter((letter) => fontFor(face, letter).text !== letter)
        assert.deepEqual(lost, [], face)
      }
      assert.equal(await readBack(name, 'text'), plain(name))
    })

  test('what is written from the right stands in that order, within a line from the left', () => {
    const measure = (text: string) => text.length
    const [line] = setLines('Mme שרה כהן, Paris', { face: 'text', width: 400, fontFor, measure })
    const order = [...(line?.pieces ?? [])].sort((one, other) => one.left - other.left)
    assert.equal(
      order
        .map(({ text }) => text)
        .join('')
        .replace(/\s+/g, ' '),
      'Mme כהן שרה, Paris',
    )
  })

  test('Arabic letters are joined: what is drawn are their forms within a word', () => {
    const { font } = fontFor('text', 'م')
    const glyphs = (text: string) =>
      (font.font as unknown as { layout(text: string): { glyphs: { id: number }[] } }).layout(text).glyphs
    const [alone] = glyphs('م')
    assert.ok(glyphs('ممم').every(({ id }) => id !== alone?.id))
  })

  test('a sign that no font has is seen to be missing, and what is not seen needs no sign', async () => {
    assert.equal(await readBack('Ana 🎉 Li', 'text'), 'Ana □ Li')
    assert.equal(await readBack('A\u200bn\u00ada\u200d Li', 'text'), 'Ana Li')
  })

  test('a line is broken between words, and one word that is too long stays whole', () => {
    const measure = (text: string) => text.length
    const set = (text: string) =>
      setLines(text, { face: 'text', width: 10, fontFor, measure }).map(({ pieces }) =>
        pieces.map((p) => p.text).join(''),
      )
    assert.deepEqual(set('un deux trois quatre'), ['un deux', 'trois', 'quatre'])
    assert.deepEqual(set('anticonstitutionnellement oui'), ['anticonstitutionnellement', 'oui'])
    assert.deepEqual(set('a\n\nb'), ['a', '', 'b'])
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { pngOf } from '../../../test/support/png.ts'
import { printableLogo } from './brand-logo.ts'
import { cleanLogo } from './clean-logo.ts'

const script = '<script>alert(1)</script>'
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 20, g: 90, b: 160, alpha: 0.5 } } })

async function kept(bytes: Uint8Array) {
  const logo = await cleanLogo(bytes)
  assert.ok(typeof logo !== 'string', String(logo))
  assert.equal(logo.type, 'image/png')
  assert.doesNotMatch(Buffer.from(logo.content).toString('latin1'), /script|Copyright/)
  const { format, depth, isProgressive, width, height, exif, xmp } = await sharp(logo.content).metadata()
  assert.deepEqual([format, depth, isProgressive, exif, xmp], ['png', 'uchar', false, undefined, undefined])
  assert.deepEqual([logo.width, logo.height], [width, height])
  return logo
}

test('a bitmap is drawn anew: without comments, positions, or what hangs behind its end', async () => {
  const exif = { IFD0: { Copyright: script } }
  const png = await picture(120, 40).withExif(exif).png().toBuffer()
  assert.match(png.toString('latin1'), /script/)
  const logo = await kept(Buffer.concat([png, Buffer.from(script)]))
  assert.deepEqual([logo.width, logo.height], [120, 40])
  const webp = await picture(300, 100).withExif(exif).webp().toBuffer()
  const ofWebp = await kept(Buffer.concat([webp, Buffer.from(script)]))
  assert.deepEqual([ofWebp.width, ofWebp.height], [300, 100])
  const [first] = await sharp(ofWebp.content).raw().toBuffer()
  assert.ok(first !== undefined && Math.abs(first - 20) < 8, 'its colours are kept')
})

test('what is larger than anything shows it is made smaller, and can always be printed', async () => {
  const logo = await kept(await picture(3_000, 1_500).png().toBuffer())
  assert.deepEqual([logo.width, logo.height], [1_000, 500])
  for (const wish of [{ interlace: 1 as const }, { bits: 16 }]) {
    const odd = await sharp(pngOf({ width: 20, height: 10 }))
      .toColourspace('rgb16')
      .png({ progressive: 'interlace' in wish })
      .toBuffer()
    assert.ok(await printableLogo({ id: JSON.stringify(wish), type: 'image/png', content: (await kept(odd)).content }))
  }
})

test('lies about sizes and lengths are refused: nobody’s memory is filled', async () => {
  assert.equal(await cleanLogo(pngOf({ width: 60_000, height: 60_000, data: Buffer.alloc(20) })), 'dimensions')
  assert.equal(await cleanLogo(pngOf({ width: 1, height: 4_001 })), 'dimensions')
  assert.equal(await cleanLogo(pngOf({ width: 0, height: 40 })), 'broken')
  assert.equal(await cleanLogo(pngOf({ width: 10, height: 10, data: Buffer.alloc(20) })), 'broken')
  const whole = await picture(100, 100).png().toBuffer()
  for (let length = 8; length < whole.length - 12; length += 17)
    assert.equal(await cleanLogo(whole.subarray(0, length)), 'broken', `cut at ${length}`)
})

test('what is neither is refused by its bytes, whatever its name: GIF, JPEG, PDF, HTML, nothing', async () => {
  for (const bytes of [Buffer.from('GIF89a...'), Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('%PDF-1.7')])
    assert.equal(await cleanLogo(bytes), 'unknown')
  assert.equal(await cleanLogo(Buffer.from('<!doctype html><script>alert(1)</script>')), 'broken')
  assert.equal(await cleanLogo(Buffer.alloc(0)), 'empty')
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>'
  assert.equal(await cleanLogo(Buffer.from(drawing, 'utf16le')), 'broken', 'another encoding could hide a tag')
})

test('a drawing stands on paper too, unless its words would be set in another typeface', async () => {
  const drawing = (inside: string) =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">${inside}</svg>`)
  const printed = async (inside: string) =>
    printableLogo({ id: inside, type: 'image/svg+xml', content: drawing(inside) })
  const png = await printed('<path d="M0 0h40v20H0z" fill="#4b7f00"/>')
  assert.ok(png)
  const { width, height, format } = await sharp(png).metadata()
  assert.deepEqual([width, height, format], [160, 80, 'png'])
  assert.equal(await printed('<text x="1" y="9">Obole</text>'), undefined)
})

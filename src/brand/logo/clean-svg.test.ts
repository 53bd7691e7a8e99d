import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { montclarLogoSvg } from '../brand-content.ts'
import { cleanSvg } from './clean-svg.ts'

const box = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 44"'
const shape = '<rect width="44" height="44" fill="#1d3a7a"/>'
const svg = (inside: string, attributes = box) => `<svg ${attributes}>${inside}</svg>`

function cleaned(source: string) {
  const result = cleanSvg(source)
  assert.ok(typeof result !== 'string', `refused: ${String(result)}`)
  return result
}

/** Whatever was put in: nothing of these may come out. */
const dangerous =
  /script|\son\w+=|javascript|foreignObject|<a\b|<use|<image|href|http:\/\/(?!www\.w3\.org\/2000\/svg)|https:|data:|url\((?!#)|@import|expression|<!|<\?|&#|<style|style=|<animate|<set|iframe|xlink|base64/i

describe('hostile logos', () => {
  const hostile: Readonly<Record<string, string>> = {
    'a script': svg(`<script>alert(1)</script>${shape}`),
    'a script by CDATA': svg(`<script><![CDATA[alert(1)]]></script>${shape}`),
    'a script in capitals': svg(`<SCRIPT>alert(1)</SCRIPT>${shape}`),
    'a script with a prefix': svg(`<svg:script xmlns:svg="http://www.w3.org/2000/svg">alert(1)</svg:script>${shape}`),
    'a script by address': svg(`<script href="https://evil.example/x.js"/>${shape}`),
    'onload on the root': svg(shape, `${box} onload="alert(1)"`),
    'onclick in capitals': svg(`<rect width="4" height="4" OnClick="alert(1)"/>`),
    'an event between line breaks': svg(`<rect width="4" height="4"\n\tonmouseover\n=\n"alert(1)"/>`),
    'a link that runs': svg(`<a href="javascript:alert(1)">${shape}</a>${shape}`),
    'a link hidden by numbers': svg(`<a xlink:href="&#106;avascript:alert(1)">${shape}</a>${shape}`),
    'HTML inside': svg(
      `<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example"/></foreignObject>${shape}`,
    ),
    'HTML inside in capitals': svg(`<FOREIGNOBJECT><body/></FOREIGNOBJECT>${shape}`),
    'a picture from elsewhere': svg(`<image href="https://evil.example/p.png" width="4" height="4"/>${shape}`),
    'a picture as data': svg(`<image href="data:image/svg+xml;base64,PHN2Zz4="/>${shape}`),
    'a use from elsewhere': svg(`<use href="https://evil.example/x.svg#a"/>${shape}`),
    'a use of itself': svg(`<g id="a"><use href="#a"/></g>${shape}`),
    'a fill from elsewhere': svg(`<rect width="4" height="4" fill="url(https://evil.example/#a)"/>`),
    'a fill from elsewhere, hidden': svg(`<rect width="4" height="4" fill="u&#114;l(//evil.example/#a)"/>`),
    'a filter by address': svg(`<rect width="4" height="4" style="filter:url(https://evil.example/f.svg#f)"/>`),
    'a background by style': svg(
      `<rect width="4" height="4" style="fill:red;background:url('https://evil.example/b')"/>`,
    ),
    'a stylesheet from elsewhere': svg(`<style>@import url(https://evil.example/x.css); .a{fill:red}</style>${shape}`),
    'a font from elsewhere': svg(`<style>@font-face{font-family:x;src:url(https://evil.example/f)}</style>${shape}`),
    'style with escapes': svg(`<rect width="4" height="4" style="fill:\\75 rl(https://evil.example)"/>`),
    'style with an expression': svg(`<rect width="4" height="4" style="width:expression(alert(1))"/>`),
    'an animation of an address': svg(`<animate attributeName="href" values="javascript:alert(1)"/>${shape}`),
    'a set': svg(`<set attributeName="onmouseover" to="alert(1)"/>${shape}`),
    'a handler element': svg(`<handler type="text/javascript">alert(1)</handler>${shape}`),
    'a processing instruction': `<?xml version="1.0"?><?xml-stylesheet href="https://evil.example/x.css"?>${svg(shape)}`,
    'a comment that ends early': svg(`<!--><script>alert(1)</script>-->${shape}`),
    'a title with a tag as text': svg(`<title>&lt;img src=x onerror=alert(1)&gt;</title>${shape}`),
    'an attribute that breaks out': svg(`<rect width="4" height="4" id='"&gt;&lt;script&gt;'/>`),
    'a prefix that redefines SVG': `<svg ${box} xmlns:x="http://www.w3.org/1999/xhtml"><x:script>alert(1)</x:script>${shape}</svg>`,
    'an xml:base': svg(shape, `${box} xml:base="https://evil.example/"`),
  }
  for (const [what, source] of Object.entries(hostile)) {
    test(`${what}: what remains only draws, or the file is refused`, () => {
      const result = cleanSvg(source)
      if (typeof result === 'string') return assert.match(result, /broken|nothing_drawn/)
      // An escaped tag in a title is text; nothing else may look like one.
      const read = result.text.replace(/<title>[^<]*<\/title>/g, '')
      assert.doesNotMatch(read, dangerous)
      assert.match(result.text, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    })
  }

  test('what was left out is told: a script, an event, a link', () => {
    const { removed } = cleaned(
      svg(`<script>1</script><a href="#">${shape}</a><rect onclick="1" width="1" height="1"/>`),
    )
    assert.deepEqual(removed.sort(), ['a', 'onclick', 'script'])
  })

  test('entities of its own are refused before they can grow', () => {
    const lol = `<!DOCTYPE svg [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>${svg('<text>&b;</text>')}`
    assert.equal(cleanSvg(lol), 'entities')
    assert.equal(cleanSvg(`<!DOCTYPE svg SYSTEM "file:///etc/passwd" [ ]>${svg(shape)}`), 'entities')
    assert.equal(
      cleanSvg(`<!doctype svg [<!entity x SYSTEM "https://evil.example">]>${svg('<text>&x;</text>')}`),
      'entities',
    )
  })

  test('a heap of elements or a deep well of them is refused, not walked', () => {
    assert.equal(cleanSvg(svg(shape.repeat(6_000))), 'broken')
    const deep = cleanSvg(svg('<g>'.repeat(1_000) + shape + '</g>'.repeat(1_000)))
    assert.ok(deep === 'nothing_drawn' || deep === 'broken')
  })

  test('what is no drawing is refused with its reason', () => {
    assert.equal(cleanSvg('<svg'), 'broken')
    assert.equal(cleanSvg('<html><body>x</body></html>'), 'broken')
    assert.equal(cleanSvg(svg('')), 'nothing_drawn')
    assert.equal(cleanSvg(svg('<script>1</script>')), 'nothing_drawn')
    assert.equal(cleanSvg(`<svg xmlns="http://www.w3.org/2000/svg">${shape}</svg>`), 'dimensions')
  })
})

describe('honest logos', () => {
  test('the demonstration’s own passes as it is', () => {
    const { removed, width, height, text } = cleaned(montclarLogoSvg)
    assert.deepEqual([removed, width, height], [[], 44, 44])
    assert.match(text, /<circle cx="29" cy="15" r="5.5" fill="#fff">/)
  })

  test('Illustrator’s classes and Inkscape’s styles keep their colours as attributes', () => {
    const { text, removed } = cleaned(
      `<?xml version="1.0" encoding="utf-8"?><!-- Generator: Adobe --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` +
        svg(
          `<style type="text/css">.st0{fill:#1D3A7A;} .st1,.st2{stroke:#fff;stroke-width:2}</style><path class="st0" d="M0 0h4v4z"/>` +
            `<path class="st1" d="M1 1h4" style="fill:none;-inkscape-font-specification:x"/>`,
        ),
    )
    assert.match(text, /d="M0 0h4v4z" fill="#1D3A7A"/)
    assert.match(text, /stroke="#fff" stroke-width="2" fill="none"/)
    assert.deepEqual(removed, [])
  })

  test('gradients and clips of the same picture stay', () => {
    const { text } = cleaned(
      svg(
        `<defs><linearGradient id="sky"><stop offset="0" stop-color="#fff"/></linearGradient></defs><rect width="4" height="4" fill="url(#sky)"/>`,
      ),
    )
    assert.match(text, /fill="url\(#sky\)"/)
  })

  test('its size comes from the box, else from width and height', () => {
    assert.equal(cleaned(svg(shape, 'xmlns="http://www.w3.org/2000/svg" width="120px" height="40"')).width, 120)
  })
})

/** What of SVG draws a logo. All else is left out: what is not named here cannot run, load or move. */

export const svgElements = new Set([
  ...['svg', 'g', 'defs', 'title', 'desc', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'],
  ...['text', 'tspan', 'linearGradient', 'radialGradient', 'stop', 'clipPath', 'mask', 'symbol'],
])
/** Without one of these nothing is seen. */
export const svgShapes = new Set(['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'text'])

/** Presentation attributes; the same names may stand in `style` and in simple rules of a `<style>`. */
export const svgStyles = new Set([
  ...['fill', 'fill-opacity', 'fill-rule', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-linecap'],
  ...['stroke-linejoin', 'stroke-miterlimit', 'stroke-dasharray', 'stroke-dashoffset', 'opacity', 'color'],
  ...['clip-path', 'clip-rule', 'mask', 'stop-color', 'stop-opacity', 'display', 'visibility', 'paint-order'],
  ...['font-family', 'font-size', 'font-weight', 'font-style', 'letter-spacing', 'text-anchor', 'vector-effect'],
])

export const svgAttributes = new Set([
  ...svgStyles,
  ...['id', 'd', 'x', 'y', 'x1', 'y1', 'x2', 'y2', 'cx', 'cy', 'r', 'rx', 'ry', 'fx', 'fy', 'dx', 'dy', 'points'],
  ...['width', 'height', 'viewBox', 'preserveAspectRatio', 'transform', 'offset', 'gradientUnits', 'spreadMethod'],
  ...[
    'gradientTransform',
    'clipPathUnits',
    'maskUnits',
    'maskContentUnits',
    'textLength',
    'lengthAdjust',
    'pathLength',
  ],
])

const harmfulWords = ['url(', 'var(', 'image', 'expression', 'script']

/** Numbers, names, lists and colours; of addresses only those of a part of the same picture: `url(#sky)`. */
export function isHarmlessValue(value: string): boolean {
  const withoutOwnParts = value.replace(/url\(\s*#[\w.-]+\s*\)/g, '')
  // As a browser would read it: `URL (` is an address too.
  const read = withoutOwnParts.toLowerCase().replace(/\s/g, '')
  return /^[-\w#%.,()+]*$/.test(read) && !harmfulWords.some((word) => read.includes(word))
}

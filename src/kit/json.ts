/** No document of anybody we speak with is nested this deep; what walks one would run out of stack. */
const deepest = 60

/** JSON from outside, or undefined where it is none, or is nested deeper than any real one. */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Counts brackets outside of texts: each sign is looked at once. */
function isTooDeep(text: string): boolean {
  let [depth, inText] = [0, false]
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (inText && sign === backslash) at += 1
    else if (sign === quote) inText = !inText
    else if (inText) continue
    else if (sign === openBracket || sign === openBrace) depth += 1
    else if (sign === closeBracket || sign === closeBrace) depth -= 1
    if (depth > deepest) return true
  }
  return false
}

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [34, 92, 91, 93, 123, 125]

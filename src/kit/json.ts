import type { z } from 'zod'

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

/**
 * Reads what we stored as JSON: through its schema, never taken for what it is not. `where` names it in the error that
 * is thrown when it holds anything else; without that, `safeReader` gives undefined.
 */
export function jsonReader<Value>(where: string, schema: z.ZodType<Value>): (text: string) => Value {
  const read = safeReader(schema)
  return (text) => {
    const value = read(text)
    if (value === undefined) throw new Error(`${where} holds JSON that is not of its kind`)
    return value
  }
}

/** The same for what may have been changed on the way, or by hand: undefined where it is not of its kind. */
export function safeReader<Value>(schema: z.ZodType<Value>): (text: string) => Value | undefined {
  return (text) => {
    try {
      return schema.safeParse(JSON.parse(text)).data
    } catch {
      return undefined
    }
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

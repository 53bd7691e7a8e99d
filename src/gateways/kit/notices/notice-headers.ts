import type { RawNotice } from '../../gateway.ts'

const longest = 1_000

/** A header of a proof: it came exactly once, is short, and is of this form; else undefined. */
export function oneHeader({ headers }: RawNotice, name: string, form: RegExp): string | undefined {
  const value = headers[name]
  return typeof value === 'string' && value.length <= longest && form.test(value) ? value : undefined
}

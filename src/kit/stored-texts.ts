import { z } from 'zod'
import { type InEach, inEach, mainLanguage } from './language.ts'

/**
 * What is stored in each language, as its schema: that of the main one is there, another may be younger than what was
 * stored, and is then read as `textIn` says.
 */
export function storedInEach<Value>(one: z.ZodType<Value>): z.ZodType<InEach<Value>> {
  const shape = inEach((language) => (language === mainLanguage ? one : one.optional()))
  return z.object(shape) as unknown as z.ZodType<InEach<Value>>
}

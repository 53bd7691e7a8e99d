import { type BrandContent, montclar } from './brand-content.ts'
import { type BrandField, brandFields } from './brand-fields.ts'

/** Texts that name nobody, so that any operator may leave them as the demonstration has them. */
const anybodys = new Set(['accent', 'ground', 'tagline', 'welcome', 'accountName', 'credit_one', 'credit_other'])
const isAnybodys = ({ section, kind, label }: BrandField): boolean =>
  kind === 'cost' || anybodys.has(label) || (section === 'mails' && label !== 'mailSignature')

/** The content with every field empty that says of an operator what the demonstration's says of its own. */
export function withoutDemonstration(content: BrandContent): BrandContent {
  const own = structuredClone(content)
  for (const field of brandFields) {
    if (!isAnybodys(field) && isDemonstrations(field.read(content), field)) field.write(own, '')
  }
  return own
}

const isDemonstrations = (text: string, field: BrandField): boolean =>
  text !== '' && (text === field.read(montclar) || text.includes('univ-montclar.example'))

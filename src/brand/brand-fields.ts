import { CREDIT, credit, parseAmount, toDecimal } from '../kit/amount.ts'
import { type LocalText, type WrittenLanguage, writtenLanguages } from '../kit/language.ts'
import { type BrandContent, type OtherCost, otherCosts } from './brand-content.ts'

/** The pages on which the brand is edited, in their order. */
export const brandSections = ['look', 'texts', 'seller', 'legal', 'mails'] as const
export type BrandSection = (typeof brandSections)[number]

type Kind = 'line' | 'lines' | 'text' | 'colour' | 'cost'

/** One field of the brand: how it is typed, and where it stands in the content. */
export type BrandField = {
  /** In forms and problems: `welcome_fr`. */
  name: string
  /** Its name in the messages, the same in every language: `welcome`. */
  label: string
  language: WrittenLanguage | undefined
  section: BrandSection
  kind: Kind
  /** Publishing needs it; a draft does not. */
  required: boolean
  /** Of a cost: nothing is one too. */
  isFreeToo: boolean
  most: number
  placeholders: readonly Placeholder[]
  read: (content: BrandContent) => string
  /** Changes the content, which is the caller’s own copy. */
  write: (content: BrandContent, text: string) => void
}

type Options = Partial<Pick<BrandField, 'kind' | 'required' | 'most' | 'placeholders'>>

const most: Readonly<Record<Kind, number>> = { line: 120, lines: 600, text: 20_000, colour: 7, cost: 9 }

function field(
  section: BrandSection,
  name: string,
  at: Pick<BrandField, 'read' | 'write'> & Partial<BrandField>,
): BrandField {
  const kind = at.kind ?? 'line'
  const common = {
    label: name,
    language: undefined,
    required: true,
    isFreeToo: false,
    placeholders: [],
    most: most[kind],
  }
  return { ...common, name, section, ...at, kind }
}

type LocalName = { [Key in keyof BrandContent]: BrandContent[Key] extends LocalText ? Key : never }[keyof BrandContent]

/** A text is a field in each language. */
function local(section: BrandSection, label: LocalName, options: Options = {}): BrandField[] {
  return writtenLanguages.map((language) =>
    field(section, `${label}_${language}`, {
      label,
      language,
      ...options,
      read: (content) => content[label][language],
      write: (content, text) => {
        content[label][language] = text
      },
    }),
  )
}

function creditName(which: 'one' | 'other'): BrandField[] {
  return writtenLanguages.map((language) =>
    field('seller', `credit_${which}_${language}`, {
      label: `credit_${which}`,
      language,
      most: 30,
      read: (content) => content.creditNames[language][which],
      write: (content, text) => {
        content.creditNames[language][which] = text
      },
    }),
  )
}

const pageCost = (which: 'blackAndWhite' | 'colour', options: Options = {}): BrandField =>
  field('seller', `cost_${which}`, {
    kind: 'cost',
    ...options,
    read: (content) => (content.pageCosts[which] > 0 ? toDecimal(credit(content.pageCosts[which])) : ''),
    write: (content, text) => {
      content.pageCosts[which] = text === '' ? 0 : (parseCost(text) ?? content.pageCosts[which])
    },
  })

/** What may be free, and need not be said. */
const otherCost = (which: OtherCost): BrandField =>
  field('seller', `cost_${which}`, {
    kind: 'cost',
    isFreeToo: true,
    required: false,
    read({ otherCosts: { [which]: minor } }) {
      return minor === null ? '' : toDecimal(credit(minor))
    },
    write: (content, text) => {
      content.otherCosts[which] = text === '' ? null : (parseFreeCost(text) ?? content.otherCosts[which])
    },
  })

/** Minor units of credit from `0.05` or `0,05`; undefined for anything else, and for nothing: pages are not free. */
export function parseCost(text: string): number | undefined {
  const minor = parseFreeCost(text)
  return minor !== undefined && minor > 0 ? minor : undefined
}

/** The same, where nothing is a price too. */
export function parseFreeCost(text: string): number | undefined {
  const minor = parseAmount(text.trim().replace(',', '.'), CREDIT)?.minor
  return minor !== undefined && minor >= 0 ? minor : undefined
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** What every letter of a sale may name. */
const mailPlaceholders = ['name', 'amount', 'credit', 'number', 'order', 'date', 'url'] as const
export type Placeholder = (typeof mailPlaceholders)[number]
const mail = { placeholders: mailPlaceholders }

/** Every field, in the order of its page. */
export const brandFields: readonly BrandField[] = [
  field('look', 'name', {
    most: 80,
    read: (content) => content.name,
    write: (content, text) => {
      content.name = text
    },
  }),
  ...local('look', 'tagline', { most: 80 }),
  field('look', 'accent', {
    kind: 'colour',
    read: (content) => content.accent,
    write: (content, text) => {
      content.accent = text
    },
  }),
  field('look', 'ground', {
    kind: 'colour',
    required: false,
    read: (content) => content.ground ?? '',
    write: (content, text) => {
      content.ground = text === '' ? null : text
    },
  }),
  ...local('texts', 'welcome', { kind: 'text', most: 600 }),
  ...local('texts', 'homeMessage', { kind: 'text', most: 1_000, required: false, placeholders: ['name'] }),
  ...local('texts', 'help', { kind: 'text', most: 600 }),
  ...local('texts', 'footer', { kind: 'text', most: 600, required: false }),
  field('seller', 'seller_name', {
    read: (content) => content.seller.name,
    write: (content, text) => {
      content.seller.name = text
    },
  }),
  field('seller', 'seller_lines', {
    kind: 'lines',
    read: (content) => content.seller.lines.join('\n'),
    write: (content, text) => {
      content.seller.lines = linesOf(text)
    },
  }),
  field('seller', 'address_lines', {
    kind: 'lines',
    read: (content) => content.addressLines.join('\n'),
    write: (content, text) => {
      content.addressLines = linesOf(text)
    },
  }),
  ...local('seller', 'accountName', { most: 60 }),
  ...creditName('one'),
  ...creditName('other'),
  pageCost('blackAndWhite'),
  pageCost('colour', { required: false }),
  ...otherCosts.map(otherCost),
  ...local('legal', 'legal', { kind: 'text' }),
  ...local('legal', 'privacy', { kind: 'text' }),
  ...local('legal', 'accessibility', { kind: 'text' }),
  ...local('mails', 'receiptSubject', { most: 150, ...mail }),
  ...local('mails', 'receiptBody', { kind: 'text', most: 4_000, ...mail }),
  ...local('mails', 'creditNoteSubject', { most: 150, ...mail }),
  ...local('mails', 'creditNoteBody', { kind: 'text', most: 4_000, ...mail }),
  ...local('mails', 'mailSignature', { kind: 'text', most: 400 }),
]

/** The fields of one page. */
export const fieldsOf = (section: BrandSection): BrandField[] => brandFields.filter((each) => each.section === section)

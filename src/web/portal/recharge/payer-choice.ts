import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Article } from '../../../catalogue/article.ts'
import { atAmount, freeAmountMisfit } from '../../../catalogue/free-amount.ts'
import { methodRefusal, type OfferedMethod, methodsOf as offeredMethods } from '../../../checkout/choose-method.ts'
import { stillHolds } from '../../../checkout/order-article.ts'
import { amount, credit, parseTypedAmount } from '../../../kit/amount.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { safeReader } from '../../../kit/json.ts'
import { type SecretBox, sameText } from '../../../kit/secret-box.ts'
import { formatMoney } from '../../../messages/format.ts'
import type { LimitRefusal } from '../../../orders/order-limits.ts'
import { creditText, dateText, type View } from '../../look/view.ts'
import { fieldOf, type SignedInContext } from '../../request-context.ts'

export type { OfferedMethod } from '../../../checkout/choose-method.ts'

type Choice = { articleId: string | undefined; article?: Article; problem?: FieldProblem }

const prefix = 'amount_'
const longestAmount = 20

/** What was typed into the fields of free amounts, by article. */
export function typedAmounts(request: FastifyRequest): Record<string, string> {
  const names = Object.keys((request.body ?? {}) as object).filter((name) => name.startsWith(prefix))
  const typed = names.map((name) => [name.slice(prefix.length), fieldOf(request, name).trim()] as const)
  return Object.fromEntries(typed.filter(([, text]) => text !== '' && text.length <= longestAmount))
}

/** What was chosen, held against what is in force: the article at its price, or what is wrong with the choice. */
export async function readChoice(
  request: FastifyRequest,
  find: (articleId: string) => Promise<Article | undefined>,
): Promise<Choice> {
  const typed = typedAmounts(request)
  const [chosen = '', price, added] = fieldOf(request, 'article').split('.')
  // Who typed an amount and marked no card has chosen all the same.
  const articleId = chosen === '' ? (Object.keys(typed)[0] ?? '') : chosen
  if (articleId === '') return refuse(undefined, 'article_missing')
  const article = await find(articleId)
  if (!article) return refuse(undefined, 'article_unknown')
  const seen = { priceMinor: Number(price), creditMinor: Number(added) }
  if (chosen !== '' && !stillHolds(seen, article)) return refuse(articleId, 'price_changed')
  return article.free ? readAmount(article, typed[articleId] ?? '') : { articleId, article }
}

function refuse(articleId: string | undefined, why: 'article_missing' | 'article_unknown' | 'price_changed'): Choice {
  return { articleId, problem: { field: 'article', message: `problem.${why}` } }
}

/** The typed amount within bounds and on a step, or the sentence beside its field. */
function readAmount(article: Article, text: string): Choice {
  const { articleId, free, price } = article
  const money = parseTypedAmount(text, price.unit)
  const misfit = free && (money ? freeAmountMisfit(free, money.minor) : 'unread')
  if (money && !misfit) return { articleId, article: atAmount(article, money) }
  return { articleId, problem: { field: `${prefix}${articleId}`, message: `problem.free_${misfit}` } }
}

/** The gateways in use, in the order in which they are offered. */
export const methodsOf = ({ site }: Pick<SignedInContext, 'site'>): OfferedMethod[] => offeredMethods(site.shop)

/** Why no payment can be begun with this method now, as the sentence to show. */
export function methodProblem({ site }: Pick<SignedInContext, 'site'>, method: string): FieldProblem | undefined {
  const closed = methodRefusal(site.shop, method)
  return closed && { field: 'method', message: `problem.${closed}` }
}

/** Which limit it is, what is left, and when it is possible again. */
export function limitProblem(view: View, refusal: LimitRefusal, currency: string): FieldProblem {
  const { limit, of, most, left, over, againAt } = refusal
  const text = (minor: number): string | number => {
    if (limit === 'balance') return creditText(view, credit(minor))
    const isMoney = limit === 'spentPerDay' || limit === 'spentPerMonth'
    return isMoney ? formatMoney(amount(minor, currency), view.language) : minor
  }
  const values = { of, most: text(most), left: text(left), over: text(over) }
  const again = againAt === null ? '' : dateText(view, againAt)
  return { field: 'article', message: `problem.limit_${limit}`, values: { ...values, again } }
}

/**
 * What a person chose and was shown, between the choice and the order. It travels in the page, signed: no row is
 * written before the order, and no price or person of it can be changed by who carries it.
 */
export type Quote = {
  personId: string
  articleId: string
  version: number
  priceMinor: number
  /** The VAT that the summary shows, in basis points. */
  vatBp: number
  creditMinor: number
  /** Free amounts as they were typed, for who goes back. */
  amounts: Readonly<Record<string, string>>
  method: string
  termsId: string
  immediate: boolean
  /** Makes a second click the same order. */
  key: string
  atMs: number
}

const stored: z.ZodType<Quote> = z.object({
  personId: z.string(),
  articleId: z.string(),
  version: z.number(),
  priceMinor: z.number(),
  vatBp: z.number(),
  creditMinor: z.number(),
  amounts: z.record(z.string(), z.string()),
  method: z.string(),
  termsId: z.string(),
  immediate: z.boolean(),
  key: z.string(),
  atMs: z.number(),
})
const readStored = safeReader(stored)

export function writeQuote(box: SecretBox, quote: Quote): string {
  const payload = Buffer.from(JSON.stringify(quote)).toString('base64url')
  return `${payload}.${box.sign('quote', payload)}`
}

/** The quote, if it is ours and this person's, however long ago it was made: the act judges its age. */
export function openQuote(box: SecretBox, text: string, personId: string): Quote | undefined {
  const [payload = '', mark = ''] = text.split('.')
  if (!sameText(box.sign('quote', payload), mark)) return undefined
  const quote = readStored(Buffer.from(payload, 'base64url').toString('utf8'))
  return quote?.personId === personId ? quote : undefined
}

/** What was chosen before; amounts as they were typed, by article; the boxes that were ticked. */
export type Chosen = {
  article: string | undefined
  method: string | undefined
  amounts: Readonly<Record<string, string>>
  terms: boolean
  immediate: boolean
}

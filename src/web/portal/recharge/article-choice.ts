import type { FastifyRequest } from 'fastify'
import type { Article } from '../../../catalogue/article.ts'
import { atAmount, freeAmountMisfit } from '../../../catalogue/free-amount.ts'
import { stillHolds } from '../../../checkout/agreement.ts'
import { parseTypedAmount } from '../../../kit/amount.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { fieldOf } from '../../request-context.ts'

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

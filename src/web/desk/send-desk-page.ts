import type { ComponentChildren } from 'preact'
import { nowOf } from '../../kit/clock.ts'
import { countReviewItems } from '../../review/review-items.ts'
import { sendPage } from '../answer.ts'
import type { SignedInContext } from '../request-context.ts'

type DeskPage = {
  title: string
  status?: number
  sheets?: readonly string[]
  children: ComponentChildren
}

/** Sends a page in the desk's frame, whose menu says how much waits for a decision. */
export async function sendDeskPage(context: SignedInContext, page: DeskPage): Promise<unknown> {
  const { db, clock } = context.site.shop.database
  const waiting = await countReviewItems(db, nowOf(clock))
  return sendPage(context, { ...page, desk: { waiting } })
}

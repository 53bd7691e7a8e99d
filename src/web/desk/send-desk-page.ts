import type { ComponentChildren } from 'preact'
import { nowOf } from '../../kit/clock.ts'
import { countMatters } from '../../review/matters.ts'
import { sendPage } from '../answer.ts'
import type { DeskMenuName } from '../look/desk-frame.tsx'
import type { SignedVisit } from '../visit.ts'

type DeskPage = {
  title: string
  at?: DeskMenuName
  status?: number
  sheets?: readonly string[]
  children: ComponentChildren
}

/** Sends a page in the desk's frame, whose menu says how much waits for a decision. */
export async function sendDeskPage(visit: SignedVisit, { at, ...page }: DeskPage): Promise<unknown> {
  const { db, clock } = visit.site.shop.database
  const waiting = await countMatters(db, nowOf(clock))
  return sendPage(visit, { ...page, desk: { waiting, ...(at && { at }) } })
}

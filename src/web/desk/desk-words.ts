import { isMessageKey } from '../../messages/translate.ts'
import type { View } from '../look/view.ts'

const wordOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '_')

/** Who did it: a person's name, or what of the machine it was. */
export function actorText({ t }: View, actor: string, names: ReadonlyMap<string, string>): string {
  const key = `actor.${wordOf(actor)}`
  return names.get(actor) ?? (isMessageKey(key) ? t(key) : actor)
}

/** What was done, as the audit log keeps it; an act without words of its own stands as it was written. */
export function actText({ t }: View, act: string): string {
  const key = `act.${wordOf(act)}`
  return isMessageKey(key) ? t(key) : act
}

/**
 * Why something went as it did: our own reasons and the other side's codes in words, what a person wrote as it is
 * written. A code itself stands in SupportWords alone.
 */
export function reasonText({ t }: View, why: string): string {
  const key = `reason.${wordOf(why)}`
  if (isMessageKey(key)) return t(key)
  const status = /^(?:HTTP )?([1-5]\d\d)(?: |$)/.exec(why)?.[1]
  if (status !== undefined) return t('reason.http', { kind: kindOfStatus(Number(status)) })
  return isCode(why) ? t('reason.code') : why
}

function kindOfStatus(status: number): string {
  if (status >= 500) return 'broken'
  return status === 401 || status === 403 ? 'denied' : 'refused'
}

/** `status 92`, `REFUND_FAILED`, `charge_already_refunded`: what a machine wrote for machines. */
const isCode = (why: string): boolean => /^(?:(?:status|error|refund|capture) \S+|[a-zA-Z\d]+_\w+|[A-Z]{4,})$/.test(why)

/** The same of what no person wrote: what is neither ours nor known is said in SupportWords alone. */
export function machineReason(view: View, why: string): string {
  const said = reasonText(view, why)
  return said === why && why !== '' && !isOurs(why) ? view.t('reason.code') : said
}

/** Why a letter was given up, by the codes of SMTP (RFC 5321, 3463). */
export function mailReason(view: View, why: string): string {
  if (isOurs(why) || why === '') return reasonText(view, why)
  const isFull = /^552|\b[45]\.2\.2\b/.test(why)
  const isAddress = /^55[013]|\b5\.1\.\d/.test(why)
  return view.t('reason.mail', { kind: isFull ? 'full' : isAddress ? 'address' : 'other' })
}

/** The other side's own words, for support; undefined where they are ours. */
export const rawWords = (why: string): string | undefined => (isOurs(why) ? undefined : why)

const isOurs = (why: string): boolean => isMessageKey(`reason.${wordOf(why)}`)

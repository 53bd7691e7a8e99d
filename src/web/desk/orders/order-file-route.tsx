import type { Db } from '../../../db/database.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { readOrderFile } from '../../../order-history/order-file.ts'
import { findOrder, type Order } from '../../../orders/order.ts'
import { pollPayment } from '../../../payments/intake/poll-payment.ts'
import { canBeAsked, paymentsOfOrder } from '../../../payments/payment.ts'
import type { Settlement } from '../../../payments/settlement/settle-payments.ts'
import { recordAudit } from '../../../people/audit/audit.ts'
import { findPerson } from '../../../people/person.ts'
import { receiptsOfOrder } from '../../../receipts/receipt.ts'
import { queueReceiptAgain } from '../../../receipts/send-receipt.ts'
import { goTo } from '../../answer.ts'
import { bankWords } from '../../look/view.ts'
import { fieldOf, paramOf, queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { OrderFilePage } from './order-file-page.tsx'

/** Any order, whoever's it is: the right was asked before. Throws Failure `not_found`. */
async function getOrder(db: Db, { request }: SignedInContext): Promise<Order> {
  const order = orNotFound(await findOrder(db, paramOf(request, 'orderId')), 'order')
  return order
}

/** One order with everything that is kept about it. */
export async function showOrderFile(context: SignedInContext): Promise<unknown> {
  const { site, view } = context
  const { db } = site.shop.database
  const file = await readOrderFile(db, await getOrder(db, context))
  const titles = new Map([...site.shop.gateways.values()].map(({ kind }) => [kind.id, kind.title]))
  const { number } = file.shown.order
  return sendDeskPage(context, {
    title: view.t('order.title', { number }),
    children: (
      <OrderFilePage
        view={view}
        file={file}
        titles={titles}
        said={saidOf(context, file.shown.payments.at(-1)?.gatewayId)}
      />
    ),
  })
}

const findings = ['paid', 'held', 'pending', 'refused', 'cancelled', 'expired', 'unknown', 'silent'] as const
type Finding = (typeof findings)[number]

/** The sentence that an act leaves on the page it comes back to; what is not of ours says nothing. */
function saidOf({ request, view }: SignedInContext, gatewayId: string | undefined): string | undefined {
  const { t } = view
  const found = findings.find((each) => each === queryOf(request, 'checked'))
  if (found) return t(`file.checked_${found}`, bankWords(view, gatewayId))
  return queryOf(request, 'mailed') === 'yes' ? t('file.mailed') : undefined
}

/** "Check again at the bank": every attempt that is not decided is asked for, and what was said is settled. */
export async function checkAtBank(context: SignedInContext): Promise<unknown> {
  const { site, person } = context
  const { database } = site.shop
  const order = await getOrder(database.db, context)
  const payments = (await paymentsOfOrder(database.db, order.id)).filter(canBeAsked)
  const asked = payments.map(({ id }) => id)
  await database.transact((tx) =>
    recordAudit(tx, { actor: person.id, act: 'check at bank', about: order.id, detail: { payments: asked } }),
  )
  const said: Settlement[] = []
  for (const id of asked) said.push(...(await pollPayment(site.shop, id)))
  return goTo(context, link('deskOrder', { orderId: order.id }, { checked: findingOf(said) }))
}

/** Of several attempts the one that took money speaks first, else the newest. */
function findingOf(said: readonly Settlement[]): Finding {
  const paid = said.find(({ fact }) => fact.kind === 'paid')
  if (paid) return paid.decision.do === 'hold' ? 'held' : 'paid'
  const kind = said.at(-1)?.fact.kind
  return findings.find((each) => each === kind) ?? (kind === undefined ? 'silent' : 'unknown')
}

/** A receipt or credit note of this order once more by mail, to its person, at most once a minute. */
export async function mailAgain(context: SignedInContext): Promise<unknown> {
  const { site, person, request } = context
  const { database } = site.shop
  const order = await getOrder(database.db, context)
  const receipts = await receiptsOfOrder(database.db, order.id)
  const wanted = receipts.find(({ id }) => id === fieldOf(request, 'receipt'))
  const receipt = orNotFound(wanted ?? receipts[0], 'receipt')
  const buyer = orNotFound(await findPerson(database.db, order.personId), 'person')
  await database.transact(async (tx) => {
    if (!(await queueReceiptAgain(tx, { receipt, person: buyer }))) return
    const detail = { receipt: receipt.number }
    await recordAudit(tx, { actor: person.id, act: 'send receipt again', about: order.id, detail })
  })
  site.worker.wake('mails')
  return goTo(context, link('deskOrder', { orderId: order.id }, { mailed: 'yes' }))
}

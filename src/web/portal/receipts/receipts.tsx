import { orNotFound } from '../../../kit/failure.ts'
import { findReceipt, type Receipt } from '../../../receipts/receipt.ts'
import { readReceiptLook, renderReceipt } from '../../../receipts/render-receipt.ts'
import { sendPage } from '../../answer.ts'
import { paramOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { ReceiptPage } from './receipt-page.tsx'

async function ownReceipt({ site, person, request }: SignedInContext): Promise<Receipt> {
  const receipt = await findReceipt(site.shop.database.db, paramOf(request, 'receiptId'))
  return orNotFound(receipt?.personId === person.id && receipt, 'receipt')
}

export async function showReceipt(context: SignedInContext): Promise<unknown> {
  const receipt = await ownReceipt(context)
  const { view } = context
  const ways = {
    back: link('order', { orderId: receipt.orderId }),
    pdf: link('receiptPdf', { receiptId: receipt.id }),
  }
  return sendPage(context, {
    title: view.t('file.paper', { kind: receipt.kind, number: receipt.number }),
    children: <ReceiptPage view={view} receipt={receipt} ways={ways} />,
  })
}

export async function downloadReceipt(context: SignedInContext): Promise<unknown> {
  return sendReceiptPdf(context, await ownReceipt(context))
}

/** The paper as a file, in the language of who asks. */
export async function sendReceiptPdf({ view, site, reply }: SignedInContext, receipt: Receipt): Promise<unknown> {
  const { language, timeZone, brand, method, withdrawal } = view
  const paidBy = method(receipt.content.gatewayId).long
  const look = await readReceiptLook(site.shop.database.db, brand, { language, timeZone, paidBy, withdrawal })
  const pdf = await renderReceipt(receipt, look)
  const name = `${view.t(`mail.${receipt.kind}_file`)}-${receipt.number}.pdf`
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${name}"`)
    .type('application/pdf')
    .send(Buffer.from(pdf))
}

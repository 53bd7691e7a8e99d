import { orNotFound } from '../../../kit/failure.ts'
import { findReceipt, type Receipt } from '../../../receipts/receipt.ts'
import { ReceiptPage } from '../../portal/receipts/receipt-page.tsx'
import { sendReceiptPdf } from '../../portal/receipts/receipts.tsx'
import { paramOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { sendDeskPage } from '../send-desk-page.ts'

/** Any receipt or credit note, to be read. Throws Failure `not_found`. */
async function getReceipt({ site, request }: SignedInContext): Promise<Receipt> {
  const receipt = orNotFound(await findReceipt(site.shop.database.db, paramOf(request, 'receiptId')), 'receipt')
  return receipt
}

/** The paper as the person has it. */
export async function showDeskReceipt(context: SignedInContext): Promise<unknown> {
  const receipt = await getReceipt(context)
  const { view } = context
  const ways = {
    back: link('deskOrder', { orderId: receipt.orderId }),
    pdf: link('deskReceiptPdf', { receiptId: receipt.id }),
  }
  return sendDeskPage(context, {
    title: view.t('file.paper', { kind: receipt.kind, number: receipt.number }),
    children: <ReceiptPage view={view} receipt={receipt} ways={ways} />,
  })
}

/** The same as PDF. */
export async function downloadDeskReceipt(context: SignedInContext): Promise<unknown> {
  return sendReceiptPdf(context, await getReceipt(context))
}

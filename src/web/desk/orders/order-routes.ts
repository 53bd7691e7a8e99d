import type { DeskRoute } from '../desk-route.ts'
import { downloadDeskReceipt, showDeskReceipt } from './desk-receipt.tsx'
import { checkAtBank, mailAgain, showOrderFile } from './order-file-route.tsx'
import { downloadOrders, showOrders } from './order-list.tsx'

export const orderRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskOrders', right: 'see_desk', act: showOrders },
  { method: 'GET', route: 'deskOrdersCsv', right: 'see_desk', act: downloadOrders },
  { method: 'GET', route: 'deskOrder', right: 'see_desk', act: showOrderFile },
  { method: 'POST', route: 'deskOrderChecks', right: 'recheck', act: checkAtBank },
  { method: 'POST', route: 'deskOrderMails', right: 'resend', act: mailAgain },
  { method: 'GET', route: 'deskReceipt', right: 'see_desk', act: showDeskReceipt },
  { method: 'GET', route: 'deskReceiptPdf', right: 'see_desk', act: downloadDeskReceipt },
]

/** URLs of the desk, where the operator works; part of the one table in routes.ts. */
export const deskPaths = {
  desk: '/desk',
  deskFigures: '/desk/figures.csv',
  deskRoles: '/desk/roles',
  deskAudit: '/desk/audit',
  deskSecondFactor: '/desk/second-factor',

  deskOrders: '/desk/orders',
  deskOrdersCsv: '/desk/orders.csv',
  deskOrder: '/desk/orders/:orderId',
  deskOrderChecks: '/desk/orders/:orderId/checks',
  deskOrderMails: '/desk/orders/:orderId/mails',
  deskRefunds: '/desk/orders/:orderId/refunds',
  deskReceipt: '/desk/receipts/:receiptId',
  deskReceiptPdf: '/desk/receipts/:receiptId/receipt.pdf',

  deskArticles: '/desk/articles',
  deskBrand: '/desk/brand',
  deskTerms: '/desk/terms',

  deskMatters: '/desk/matters',
  deskPayment: '/desk/payments/:paymentId',
  deskPaymentChecks: '/desk/payments/:paymentId/checks',
  deskTopUp: '/desk/top-ups/:topUpId',
  deskRefund: '/desk/refunds/:refundId',
  deskNotice: '/desk/notices/:noticeId',
  deskMail: '/desk/mails/:mailId',
} as const

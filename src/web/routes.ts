import { deskPaths } from './desk/desk-paths.ts'

/** Every URL, as data. Pages link by these names, so that renaming one is a type error where it is used. */
export const routes = {
  home: '/',
  history: '/history',
  signIn: '/sign-in',
  signOut: '/sign-out',
  forgotten: '/forgotten-password',
  newPassword: '/new-password/:token',
  confirmEmail: '/confirm-email/:token',
  preferences: '/preferences',
  recharge: '/recharge',
  summary: '/recharge/summary',
  orders: '/orders',
  order: '/orders/:orderId',
  orderSummary: '/orders/:orderId/summary',
  orderPayments: '/orders/:orderId/payments',
  orderPay: '/orders/:orderId/pay',
  orderCheck: '/orders/:orderId/check',
  orderCancel: '/orders/:orderId/cancel',
  orderEvents: '/orders/:orderId/events',
  orderMail: '/orders/:orderId/mail',
  returned: '/returns/:token',
  receipt: '/receipts/:receiptId',
  receiptPdf: '/receipts/:receiptId/receipt.pdf',
  profile: '/profile',
  profileEmail: '/profile/email',
  profilePassword: '/profile/password',
  profileSessions: '/profile/sessions',
  profileData: '/profile/data.json',
  withdrawal: '/withdrawal',
  withdrawalConfirmation: '/withdrawal/confirmation',
  withdrawalReceived: '/withdrawal/received/:token',
  terms: '/terms',
  termsVersion: '/terms/:termsId',
  legal: '/legal',
  privacy: '/privacy',
  accessibility: '/accessibility',
  ...deskPaths,
  notices: '/notices/:gatewayId',
  simulated: '/simulated/:gatewayId/*',
  demoMails: '/demo/mail',
  demoMail: '/demo/mail/:mailId',
  demoMailHtml: '/demo/mail/:mailId/html',
  demoAttachment: '/demo/mail/:mailId/:index',
  look: '/look',
  logo: '/brand/logos/:logoId',
  theme: '/look/theme.css',
  manifest: '/site.webmanifest',
  stylesheet: '/look/obole.css',
  script: '/look/portal.js',
  font: '/look/fonts/:name',
  healthz: '/healthz',
  readyz: '/readyz',
} as const
export type RouteName = keyof typeof routes

/** The path of a route with its parameters filled in and its query added; absent query values are left out. */
export function link(
  name: RouteName,
  params: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const route = routes[name]
  const path = route.includes(':')
    ? route.replace(/:(\w+)/g, (_, param: string) => encodeURIComponent(params[param] ?? ''))
    : route
  const pairs = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]))
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`
}

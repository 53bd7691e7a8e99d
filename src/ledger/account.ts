/**
 * Names of the books' accounts. A name is data: made here, parsed here, nowhere else. Money accounts hold a
 * currency, credit accounts hold credit; a balance is kept per account and unit.
 */
export type PrintCategory = 'copy' | 'print' | 'scan' | 'fax'
export const printCategories: readonly PrintCategory[] = ['print', 'copy', 'fax', 'scan']

export const gatewayAccount = (gatewayId: string): string => `gateway:${gatewayId}`
export const salesAccount = (vatCode: string): string => `sales:${vatCode}`
export const vatAccount = (vatCode: string): string => `vat:${vatCode}`
/** What a provider kept of the money for itself. */
export const feesAccount = (gatewayId: string): string => `fees:${gatewayId}`
/** Money we hold and cannot attribute yet. */
export const suspenseAccount = 'suspense'
/** Where credit comes from. */
export const issuedAccount = 'issued'
export const boughtWallet = (personId: string): string => `wallet:${personId}:bought`
export const givenWallet = (personId: string): string => `wallet:${personId}:given`
/** Credit set aside while a refund is under way, so that it cannot be printed meanwhile. */
export const reservedAccount = (refundId: string): string => `reserved:${refundId}`
export const usedAccount = (category: PrintCategory): string => `used:${category}`

export type Pot = 'bought' | 'given'

/** Which of a person's two wallets this is; undefined for every other account. */
export const potOfWallet = (account: string): Pot | undefined =>
  /^wallet:.+:(bought|given)$/.exec(account)?.[1] as Pot | undefined

/** Whose wallet this is; undefined for every other account. */
export function personOfWallet(account: string): string | undefined {
  return /^wallet:(.+):(?:bought|given)$/.exec(account)?.[1]
}

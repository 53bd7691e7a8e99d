import type { PrintSystem } from '../print-accounts.ts'

/** Accounts kept by Obole's own books: the default. Credit and debit are transfers, applied where they are decided. */
export const builtin: PrintSystem = { id: 'builtin', title: 'Obole', creditInBooks: true }

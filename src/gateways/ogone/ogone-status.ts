import type { Fact, FactKind } from '../gateway.ts'

type Meaning = { about: Fact['about']; kind: FactKind }

const payment = (kind: FactKind): Meaning => ({ about: 'payment', kind })
const refund = (kind: FactKind): Meaning => ({ about: 'refund', kind })

/** Ogone's statuses in our words. What is not here is `unknown`. */
export const ogoneStatuses: Readonly<Record<string, Meaning>> = {
  0: payment('refused'), // invalid or incomplete; a 9 may still follow
  1: payment('cancelled'),
  2: payment('refused'), // the payer may try again on the same page
  4: payment('pending'),
  40: payment('pending'),
  41: payment('pending'),
  46: payment('pending'), // waiting for 3-D Secure
  5: payment('pending'), // authorised: the money is held, not taken
  50: payment('pending'),
  51: payment('pending'),
  52: payment('unknown'),
  55: payment('pending'),
  56: payment('pending'),
  57: payment('refused'),
  59: payment('refused'),
  6: payment('cancelled'),
  61: payment('pending'),
  62: payment('unknown'),
  63: payment('pending'),
  64: payment('cancelled'),
  7: payment('cancelled'),
  71: refund('pending'), // its deletion: the payment itself stays what it was
  72: refund('unknown'),
  73: refund('refused'),
  74: payment('cancelled'),
  75: payment('cancelled'),
  8: refund('refunded'),
  81: refund('pending'),
  82: refund('unknown'),
  83: refund('refused'),
  84: refund('unknown'), // the vendor's own papers contradict each other: a person decides
  85: refund('refunded'),
  9: payment('paid'),
  91: payment('pending'),
  92: payment('unknown'),
  93: payment('refused'),
  94: payment('refused'),
  95: payment('paid'),
  96: payment('pending'),
  99: payment('pending'),
}

export const meaningOf = (status: string): Meaning => ogoneStatuses[status] ?? payment('unknown')

import { z } from 'zod'
import { type Amount, amount, negated } from '../../kit/amount.ts'
import { moneyCodec } from '../kit/money-codec.ts'

/** PayPal takes no decimals for these, whatever ISO 4217 says. */
const codec = moneyCodec({ decimals: { HUF: 0, JPY: 0, TWD: 0 } })

export type PayPalMoney = { currency_code: string; value: string }

/** The amount as PayPal writes it, by digits. Undefined when the currency cannot express it there. */
export function writeMoney(asked: Amount): PayPalMoney | undefined {
  const value = codec.toDecimal(asked)
  return value === undefined ? undefined : { currency_code: asked.unit, value }
}

/** What PayPal wrote, in our minor units. Undefined when it is no amount or carries decimals it may not have. */
export function readMoney({ currency_code: unit, value }: PayPalMoney): Amount | undefined {
  const isNegative = value.startsWith('-')
  const read = codec.fromDecimal(isNegative ? value.slice(1) : value, unit)
  return read && isNegative ? negated(read) : read
}

/*
 * PayPal's own schemas require almost nothing: these name what the code reads, and an answer without it is no answer.
 */

/** A sum in an answer; undefined where it cannot be read. */
export const money = z.object({ currency_code: z.string(), value: z.string() }).transform(readMoney)
/** Money taken away is written with a minus in some of PayPal's papers and without in others. */
export const takenMoney = money.transform((read) => read && amount(Math.abs(read.minor), read.unit))

/** Texts of an answer: one that must name something, and one that may not be told. */
export const named = z.string().min(1)
export const told = z.string().optional()
const link = z.object({ href: z.string(), rel: z.string() })

export const payPalCapture = z.object({
  id: named,
  status: z.string(),
  status_details: z.object({ reason: told }).optional(),
  amount: money,
  custom_id: told,
  create_time: told,
  supplementary_data: z.object({ related_ids: z.object({ order_id: told }).optional() }).optional(),
})
export const payPalRefund = z.object({
  id: named,
  status: z.string(),
  amount: money.optional(),
  custom_id: told,
  create_time: told,
  links: z.array(link).optional(),
})
const payments = z.object({ captures: z.array(payPalCapture).optional(), refunds: z.array(payPalRefund).optional() })
const payee = z.object({ merchant_id: told })
export const payPalOrder = z.object({
  id: z.string().regex(/^[A-Z0-9]{1,36}$/),
  status: z.string(),
  update_time: told,
  create_time: told,
  payer: z.object({ email_address: told }).optional(),
  purchase_units: z
    .array(z.object({ custom_id: told, payee: payee.optional(), payments: payments.optional() }))
    .optional(),
  links: z.array(link).optional(),
})

export type PayPalOrder = z.infer<typeof payPalOrder>
export type PayPalCapture = z.infer<typeof payPalCapture>
export type PayPalRefund = z.infer<typeof payPalRefund>

const linksRead = z.array(link.catch({ href: '', rel: '' }))

/** The capture that a refund, or money that was taken back, leads to by its link `up`. */
export function captureAbove({ links }: { links?: unknown }): string | undefined {
  const above = linksRead.safeParse(links).data?.find(({ rel }) => rel === 'up')
  const [, id = ''] = (above?.href ?? '').split('/v2/payments/captures/')
  return id.length <= 40 && /^[A-Z0-9]+$/.test(id) ? id : undefined
}

/** What a payer recognises a means of payment by, never more of it: a fact has it where the provider tells it. */
export type PayerMark = { payerMark?: string }

/** "VISA 1111": the brand and the last four digits, never more of a card number. */
export function cardMark(brand: string, cardNumber: string): PayerMark {
  const last = /(\d{4})$/.exec(cardNumber)?.[1]
  const words = [/^[\w .-]{1,20}$/.test(brand) ? brand : '', last ?? ''].filter((word) => word !== '')
  return words.length > 0 ? { payerMark: words.join(' ') } : {}
}

/** `j***@example.org`: enough for the payer to know which account it was. */
export function emailMark(email: string | undefined): PayerMark {
  const [local = '', host = '', ...more] = (email ?? '').split('@', 3)
  const isAddress = local !== '' && more.length === 0 && host.length <= 60 && /^[\w.-]+$/.test(host)
  return isAddress ? { payerMark: `${[...local.slice(0, 2)][0]}***@${host}` } : {}
}

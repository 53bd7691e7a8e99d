/** A letter, ready to go. */
export type Letter = {
  to: string
  /** Whose name stands as its sender. */
  from: string
  subject: string
  text: string
  html: string
  /** A PNG that the HTML shows. */
  logo?: Uint8Array
  attachments: ReadonlyArray<{ name: string; type: string; content: Uint8Array }>
}

/** What may be wrong with our own account at the mail server, whatever letter is sent. */
export const mailTroubles = [
  'not_set_up',
  'unreachable',
  'certificate',
  'turned_away',
  'sign_in',
  'sender',
  'relay',
] as const
export type MailTrouble = (typeof mailTroubles)[number]

/** `held`: no fault of the letter, which waits until our own account is in order. */
export type SendOutcome =
  | { is: 'sent' }
  | { is: 'failed'; why: string; forGood: boolean }
  | { is: 'held'; trouble: MailTrouble; why: string }

/** What carries letters away. Throws nothing: what went wrong is an answer. */
export interface MailSender {
  send(letter: Letter): Promise<SendOutcome>
}

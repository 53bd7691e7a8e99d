/** A letter, ready to go. */
export type Letter = {
  to: string
  subject: string
  text: string
  html: string
  attachments: ReadonlyArray<{ name: string; type: string; content: Uint8Array }>
}

/** What carries letters away. Throws nothing: what went wrong is an answer. */
export interface MailSender {
  send(letter: Letter): Promise<{ is: 'sent' } | { is: 'failed'; why: string; forGood: boolean }>
}

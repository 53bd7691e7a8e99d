import { domainToASCII } from 'node:url'
import nodemailer from 'nodemailer'
import type { MailSender } from './mail.ts'

/** Sends by SMTP (`SMTP_URL`). An answer of the 5xx family is for good; everything else is tried again. */
export function createSmtpSender(options: { url: string; from: string }): MailSender & { close(): void } {
  const transport = nodemailer.createTransport({
    url: options.url,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  // Each letter has its own answer; what a connection says besides would end the process.
  transport.on('error', () => {})
  return {
    close: () => transport.close(),
    async send(letter) {
      try {
        await transport.sendMail({
          from: options.from,
          to: { name: '', address: addressOnTheWire(letter.to) },
          subject: letter.subject,
          text: letter.text,
          html: letter.html,
          attachments: letter.attachments.map(({ name, type, content }) => ({
            filename: name,
            contentType: type,
            content: Buffer.from(content),
          })),
        })
        return { is: 'sent' }
      } catch (error) {
        const { responseCode, code } = error as { responseCode?: number; code?: string }
        return { is: 'failed', why: String(responseCode ?? code ?? 'smtp'), forGood: (responseCode ?? 0) >= 500 }
      }
    },
  }
}

/** The address as SMTP carries it: a domain of other letters than ASCII in its ASCII form, the rest untouched. */
function addressOnTheWire(email: string): string {
  const at = email.lastIndexOf('@')
  const domain = email.slice(at + 1)
  return `${email.slice(0, at + 1)}${domainToASCII(domain) || domain}`
}

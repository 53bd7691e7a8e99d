import { domainToASCII } from 'node:url'
import nodemailer from 'nodemailer'
import { judgeRefusal, type Refusal, type Stage } from './judge-refusal.ts'
import { logoCid } from './letter.ts'
import type { Letter, MailSender, MailTrouble, SendOutcome } from './mail.ts'

type Account = { url: string; from: string; replyTo?: string | undefined }

/** Sends by SMTP (`SMTP_URL`), one connection a letter. */
export function createSmtpSender(account: Account): MailSender {
  return {
    async send(letter) {
      const progress = watchProgress()
      const transport = connect(account.url, progress.logger)
      try {
        await transport.sendMail(asMail(letter, account))
        return { is: 'sent' }
      } catch (error) {
        return outcomeOf(error as SmtpError, progress.isContentSent())
      } finally {
        transport.close()
      }
    },
  }
}

function connect(url: string, logger: Logger) {
  const transport = nodemailer.createTransport({
    url,
    logger,
    transactionLog: true,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  // Each letter has its own answer; what a connection says besides would end the process.
  transport.on('error', () => {})
  return transport
}

/** The address alone of `Name <address>`. */
function bareAddress(from: string): string {
  const [start, end] = [from.lastIndexOf('<'), from.lastIndexOf('>')]
  return start >= 0 && end > start + 1 ? from.slice(start + 1, end) : from
}

const asMail = (letter: Letter, { from, replyTo }: Account) => ({
  from: { name: letter.from, address: bareAddress(from) },
  ...(replyTo !== undefined && { replyTo }),
  // No machine on holiday answers it (RFC 3834, and Exchange's own).
  headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  to: { name: '', address: addressOnTheWire(letter.to) },
  subject: letter.subject,
  text: letter.text,
  html: letter.html,
  attachments: [
    ...(letter.logo
      ? [
          {
            filename: 'logo.png',
            contentType: 'image/png',
            content: Buffer.from(letter.logo),
            cid: logoCid,
            contentDisposition: 'inline' as const,
          },
        ]
      : []),
    ...letter.attachments.map(({ name, type, content }) => ({
      filename: name,
      contentType: type,
      content: Buffer.from(content),
    })),
  ],
})

/** The address as SMTP carries it: a domain of other letters than ASCII in its ASCII form, the rest untouched. */
function addressOnTheWire(email: string): string {
  const at = email.lastIndexOf('@')
  const domain = email.slice(at + 1)
  return `${email.slice(0, at + 1)}${domainToASCII(domain) || domain}`
}

type Log = (entry: { tnx?: string }, words: string) => void
type Logger = Record<'level' | 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal', Log>

/** An error does not say whether the content was under way when the connection broke: the commands do. */
function watchProgress(): { logger: Logger; isContentSent: () => boolean } {
  let sent = false
  const log: Log = ({ tnx }, words) => {
    if (tnx === 'client' && words === 'DATA') sent = true
  }
  const logger = { level: log, trace: log, debug: log, info: log, warn: log, error: log, fatal: log }
  return { logger, isContentSent: () => sent }
}

/** What nodemailer adds to an error: its kind, the system's own code, the command, and the server's answer. */
type SmtpError = Error & {
  code?: string
  originalCode?: string
  command?: string
  responseCode?: number
  response?: string
}

function outcomeOf(error: SmtpError, isContentSent: boolean): SendOutcome {
  const { code, originalCode, responseCode, response = '', command = '' } = error
  if (responseCode === undefined) return withoutAnswer(error, isContentSent)
  const refusal: Refusal = { stage: stageOf(command, isContentSent), code: responseCode, ...readAnswer(response) }
  const why = [responseCode, refusal.enhanced || originalCode || code].join(' ')
  const blame = judgeRefusal(refusal)
  return 'account' in blame
    ? { is: 'held', trouble: blame.account, why }
    : { is: 'failed', why, forGood: blame.letter === 'for_good' }
}

/** Nothing was heard: what we would not send ourselves, or a connection that could not be had, or that broke. */
function withoutAnswer(
  { code = 'smtp', originalCode = code, message }: SmtpError,
  isContentSent: boolean,
): SendOutcome {
  const held = (trouble: MailTrouble): SendOutcome => ({ is: 'held', trouble, why: originalCode })
  if (code === 'EENVELOPE' && message.startsWith('Invalid sender')) return held('sender')
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return { is: 'failed', why: code, forGood: true }
  if (code === 'EAUTH' || code === 'ENOAUTH') return held('sign_in')
  // It may have arrived: without end it would arrive again and again.
  if (isContentSent) return { is: 'failed', why: originalCode, forGood: false }
  return held(
    code === 'ETLS' || /CERT|TLS|SSL|EPROTO|ISSUER|SIGNATURE/.test(originalCode) ? 'certificate' : 'unreachable',
  )
}

const stages: ReadonlyArray<readonly [RegExp, Stage]> = [
  [/^AUTH/, 'sign_in'],
  [/^MAIL/, 'sender'],
  [/^RCPT/, 'recipient'],
  [/^DATA/, 'content'],
]

const stageOf = (command: string, isContentSent: boolean): Stage =>
  stages.find(([is]) => is.test(command))?.[1] ?? (isContentSent ? 'content' : 'connection')

/** `550 5.1.1 No such user`, or as some write it, `550 No such user (#5.1.1)`. */
function readAnswer(response: string): { enhanced: string; words: string } {
  const [, first, last] =
    /^\d{3}[ -](?:([245]\.\d{1,3}\.\d{1,3})\b|.*\(#([245]\.\d{1,3}\.\d{1,3})\))/.exec(response) ?? []
  return { enhanced: first ?? last ?? '', words: response }
}

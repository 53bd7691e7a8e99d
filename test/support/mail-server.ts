import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A letter as it arrived: whom it names as its reader, its text, and the PDF that it brings. */
export type Arrived = { to: string; text: string; pdf: Buffer | undefined }
export type MailServer = {
  /** What SMTP_URL is for it. */
  url: string
  arrived: readonly Arrived[]
  stop(): Promise<void>
}

/** An SMTP server that speaks TLS alone and takes letters from its own user alone. */
export async function startMailServer(tls: { key: string; cert: string }): Promise<MailServer> {
  const account = { user: 'obole', password: 'of the mail server' }
  const arrived: Arrived[] = []
  const server = new SMTPServer({
    ...tls,
    secure: true,
    onAuth: ({ username, password }, _, done) =>
      username === account.user && password === account.password
        ? done(null, { user: account.user })
        : done(new Error('not known here')),
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString('latin1')
        for (const { address } of session.envelope.rcptTo) arrived.push(read(raw, address))
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtps://${account.user}:${encodeURIComponent(account.password)}@localhost:${port}`,
    arrived,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Of MIME as much as our own letters use: parts one behind the other, in base 64 or quoted. */
function read(raw: string, to: string): Arrived {
  const parts = raw.split(/^--[-\w]+(?:--)?\r\n/m).map((part) => {
    const [, head = '', body = ''] = /^(.*?)\r\n\r\n(.*)$/s.exec(part) ?? []
    return { head, body }
  })
  const find = (type: string) => parts.find(({ head }) => new RegExp(`^content-type: ${type}\\b`, 'im').test(head))
  const [text, pdf] = [find('text/plain'), find('application/pdf')]
  return { to, text: text ? decode(text).toString('utf8') : '', pdf: pdf && decode(pdf) }
}

function decode({ head, body }: { head: string; body: string }): Buffer {
  if (/^content-transfer-encoding: base64/im.test(head)) return Buffer.from(body, 'base64')
  if (!/^content-transfer-encoding: quoted-printable/im.test(head)) return Buffer.from(body, 'latin1')
  const whole = body.replace(/=\r\n/g, '')
  return Buffer.from(
    whole.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}

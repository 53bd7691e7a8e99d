import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { createOwnAuthority } from '../../test/support/own-authority.ts'
import { letterOf } from './letter.ts'
import type { SendOutcome } from './mail.ts'
import { createSmtpSender } from './smtp-mail.ts'

const from = 'obole@example.org'
const letter = (to: string) =>
  letterOf({
    to,
    from: { name: 'Montclar', accent: '#1d3a7a' },
    subject: 'Reçu',
    greeting: 'Bonjour,',
    paragraphs: ['Voilà : https://x.example/a'],
    signature: 'Nous',
    language: 'fr',
  })

type Heard = { server: SMTPServer; port: number; received: string[]; stop: () => Promise<void> }

/** A server that takes everything, but for what `options` say. */
async function serve(options: SMTPServerOptions): Promise<Heard> {
  const received: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    // What is said is written in the table below, whole.
    hideENHANCEDSTATUSCODES: true,
    onData(stream, _, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        received.push(Buffer.concat(parts).toString())
        done()
      })
    },
    ...options,
  } as SMTPServerOptions)
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return { server, port, received, stop: () => new Promise((resolve) => server.close(() => resolve())) }
}

test('by SMTP: the address that is stored is the one that the server hears, its domain in ASCII', async () => {
  const heard: string[] = []
  const { server, port, stop } = await serve({})
  // The server shows a domain in its own letters: what counts is what goes over the wire.
  server.server.on('connection', (socket: Socket) =>
    socket.on('data', (bytes: Buffer) => {
      const said = /^RCPT TO:<(.*?)>/m.exec(bytes.toString())?.[1]
      if (said !== undefined) heard.push(said)
    }),
  )
  const sender = createSmtpSender({ url: `smtp://127.0.0.1:${port}`, from })
  const addresses = ['Ann.Print+desk@example.org', 'ann@münchen.example', "o'brien@example.org", 'jürgen@example.org']
  const outcomes = []
  for (const to of addresses) outcomes.push((await sender.send(letter(to))).is)
  await stop()
  assert.deepEqual(outcomes, ['sent', 'sent', 'sent', 'sent'])
  assert.deepEqual(heard, [addresses[0], 'ann@xn--mnchen-3ya.example', addresses[2], addresses[3]])
})

test('by SMTP: subject, accents and attachment arrive', async () => {
  const { port, received, stop } = await serve({})
  const sender = createSmtpSender({ url: `smtp://127.0.0.1:${port}`, from })
  const attachments = [{ name: 'reçu.pdf', type: 'application/pdf', content: Buffer.from('%PDF') }]
  const outcome = await sender.send({ ...letter('a@example.org'), attachments })
  await stop()
  assert.deepEqual(outcome, { is: 'sent' })
  assert.match(received[0] ?? '', /Subject: =\?UTF-8\?/)
  assert.match(received[0] ?? '', /Content-Type: application\/pdf/)
})

const held = (trouble: string, why: string) => ({ is: 'held', trouble, why }) as SendOutcome
const final = (why: string): SendOutcome => ({ is: 'failed', why, forGood: true })
const again = (why: string): SendOutcome => ({ is: 'failed', why, forGood: false })

/** What servers say at which stage, and whose fault it is. */
const refusals: ReadonlyArray<readonly [stage: keyof typeof stages, says: string, then: SendOutcome]> = [
  ['connection', '554 No SMTP service for you', held('turned_away', '554 EPROTOCOL')],
  ['connection', '421 4.7.0 Too many connections', held('turned_away', '421 4.7.0')],
  ['sign in', '535 5.7.8 Username and Password not accepted', held('sign_in', '535 5.7.8')],
  ['sign in', '535 authentication failed', held('sign_in', '535 EAUTH')],
  ['sign in', '454 4.7.0 Temporary authentication failure', held('turned_away', '454 4.7.0')],
  ['sender', '530 5.7.0 Must issue a STARTTLS command first', held('sign_in', '530 5.7.0')],
  ['sender', '530 5.7.57 Client not authenticated to send mail', held('sign_in', '530 5.7.57')],
  ['sender', '550 5.1.8 Sender address rejected: Domain not found', held('sender', '550 5.1.8')],
  ['sender', '553 5.7.1 Sender address rejected: not owned by user', held('sender', '553 5.7.1')],
  ['sender', '501 Bad sender', held('sender', '501 EENVELOPE')],
  ['sender', '451 4.3.0 Temporary lookup failure', held('turned_away', '451 4.3.0')],
  ['sender', '452 4.3.1 Insufficient system storage', held('turned_away', '452 4.3.1')],
  ['sender', '552 5.3.4 Message size exceeds fixed limit', final('552 5.3.4')],
  ['recipient', '550 5.7.1 Unable to relay', held('relay', '550 5.7.1')],
  ['recipient', '554 5.7.1 <a@b.example>: Relay access denied', held('relay', '554 5.7.1')],
  ['recipient', '550 relay not permitted', held('relay', '550 EENVELOPE')],
  ['recipient', '553 sorry, not in my list of allowed rcpthosts (#5.7.1)', held('relay', '553 5.7.1')],
  ['recipient', '530 5.7.0 Authentication required', held('sign_in', '530 5.7.0')],
  ['recipient', '550 5.7.60 No permission to send as this sender', held('sender', '550 5.7.60')],
  ['recipient', '450 4.3.2 Service currently unavailable', held('turned_away', '450 4.3.2')],
  ['recipient', '421 4.4.5 Server busy', held('turned_away', '421 4.4.5')],
  ['recipient', '550 5.4.5 Daily sending limit exceeded', held('turned_away', '550 5.4.5')],
  ['recipient', '550 5.1.1 No such user', final('550 5.1.1')],
  ['recipient', '550 No such user here', final('550 EENVELOPE')],
  ['recipient', '553 5.1.3 Bad address syntax', final('553 5.1.3')],
  ['recipient', '552 5.2.2 Mailbox full', final('552 5.2.2')],
  ['recipient', '550 5.4.1 Recipient address rejected', final('550 5.4.1')],
  ['recipient', '450 4.2.0 Greylisted, see you later', again('450 4.2.0')],
  ['recipient', '452 4.2.2 Mailbox full for now', again('452 4.2.2')],
  ['content', '554 5.7.1 Message refused as spam', final('554 5.7.1')],
  ['content', '552 5.3.4 Message too big', final('552 5.3.4')],
  ['content', '550 5.6.0 Bad content', final('550 5.6.0')],
  ['content', '550 5.7.26 This mail is not authenticated: SPF', held('sender', '550 5.7.26')],
  ['content', '554 5.2.252 SendAsDenied', held('sender', '554 5.2.252')],
  ['content', '451 4.7.1 Try again', again('451 4.7.1')],
  ['content', '452 4.3.1 Out of disk', held('turned_away', '452 4.3.1')],
]

/** The hook of each stage, refusing. */
const stages = {
  connection: (no: Error): SMTPServerOptions => ({ onConnect: (_, done) => done(no) }),
  'sign in': (no: Error): SMTPServerOptions => ({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(no),
  }),
  sender: (no: Error): SMTPServerOptions => ({ onMailFrom: (_address, _session, done) => done(no) }),
  recipient: (no: Error): SMTPServerOptions => ({ onRcptTo: (_address, _session, done) => done(no) }),
  content: (no: Error): SMTPServerOptions => ({
    onData: (stream, _, done) => {
      stream.on('end', () => done(no)).resume()
    },
  }),
}

for (const [stage, says, then] of refusals) {
  const whose = then.is === 'held' ? `our account (${then.trouble})` : 'the letter'
  test(`a refusal at the ${stage}, “${says}”: ${whose} [case 62]`, async () => {
    const [code = '', ...words] = says.split(' ')
    const no = Object.assign(new Error(words.join(' ')), { responseCode: Number(code) })
    const { port, stop } = await serve(stages[stage](no))
    const account = stage === 'sign in' ? 'obole:secret@' : ''
    const sender = createSmtpSender({ url: `smtp://${account}127.0.0.1:${port}`, from })
    const outcome = await sender.send(letter('a@example.org'))
    await stop()
    assert.deepEqual(outcome, then)
  })
}

test('nobody listens, or at no such name: the account waits', async () => {
  const { port, stop } = await serve({})
  await stop()
  const at = (url: string) => createSmtpSender({ url, from }).send(letter('a@example.org'))
  assert.deepEqual(await at(`smtp://127.0.0.1:${port}`), held('unreachable', 'ECONNREFUSED'))
  const lost = await at('smtp://mail.invalid:25')
  assert.ok(lost.is === 'held' && lost.trouble === 'unreachable', JSON.stringify(lost))
})

test('a certificate that nobody vouches for, and TLS where none is spoken: the account waits', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'obole-smtp-'))
  const authority = createOwnAuthority(folder)
  authority.forget()
  const secure = await serve({ ...authority.server, secure: true })
  const plain = await serve({})
  const at = (url: string) => createSmtpSender({ url, from }).send(letter('a@example.org'))
  const outcomes = [await at(`smtps://localhost:${secure.port}`), await at(`smtps://127.0.0.1:${plain.port}`)]
  await Promise.all([secure.stop(), plain.stop()])
  rmSync(folder, { recursive: true })
  for (const outcome of outcomes)
    assert.ok(outcome.is === 'held' && outcome.trouble === 'certificate', JSON.stringify(outcome))
})

/** Plays a server word by word, and hangs up where it is told to. */
async function hangingUpAfter(command: RegExp): Promise<{ port: number; stop: () => Promise<void> }> {
  const server = createServer((socket) => {
    let inContent = false
    socket.on('error', () => {})
    socket.write('220 here\r\n')
    socket.on('data', (bytes) => {
      const said = bytes.toString()
      if (command.test(said)) return socket.destroy()
      if (!inContent) socket.write(/^DATA/.test(said) ? '354 go on\r\n' : '250 well\r\n')
      inContent ||= /^DATA/.test(said)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { port, stop: () => new Promise((resolve) => server.close(() => resolve())) }
}

test('a connection that breaks before the content is the account’s; after it the letter may have arrived, and is not tried without end', async () => {
  const at = async (command: RegExp) => {
    const { port, stop } = await hangingUpAfter(command)
    const outcome = await createSmtpSender({ url: `smtp://127.0.0.1:${port}`, from }).send(letter('a@example.org'))
    await stop()
    return outcome
  }
  const before = await at(/^RCPT/)
  assert.ok(before.is === 'held' && before.trouble === 'unreachable', JSON.stringify(before))
  const after = await at(/^\.\r\n$/m)
  assert.ok(after.is === 'failed' && !after.forGood, JSON.stringify(after))
})

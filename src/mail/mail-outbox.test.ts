import assert from 'node:assert/strict'
import type { AddressInfo, Socket } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { engines, freshPlace, type Place } from '../../test/support/databases.ts'
import { type Database, openDatabase } from '../db/database.ts'
import { migrate } from '../db/migrate.ts'
import { HOUR, handClock, MINUTE } from '../kit/clock.ts'
import { memoryLog } from '../kit/log.ts'
import { letterOf } from './letter.ts'
import type { MailSender } from './mail.ts'
import { deliverMails, type MailDelivery, queueMails } from './mail-outbox.ts'
import { createSmtpSender } from './smtp-mail.ts'

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

for (const { engine, skip } of engines) {
  describe(`the outbox on ${engine}`, { skip }, () => {
    let place: Place
    let database: Database
    const clock = handClock('2026-11-24T09:00:00.000Z')
    before(async () => {
      place = await freshPlace(engine)
      database = openDatabase(place, clock)
      await migrate(database)
    })
    after(async () => {
      await database?.close()
      await place?.remove()
    })
    const queue = (about: string) =>
      database.transact((tx) => queueMails(tx, [{ kind: 'k', about, to: 'a@example.org', language: 'fr', detail: {} }]))
    const delivery = (send: MailSender['send']): MailDelivery => ({
      sender: { send },
      log: memoryLog(),
      render: async (mail) => letter(mail.toAddress),
    })
    const rowOf = (about: string) =>
      database.db.selectFrom('mail').selectAll().where('about', '=', about).executeTakeFirstOrThrow()

    test('queued twice it is one letter, and two workers at once send it once', async () => {
      await queue('one')
      await queue('one')
      let sent = 0
      const work = delivery(async () => {
        sent += 1
        return { is: 'sent' }
      })
      await Promise.all([deliverMails(database, work), deliverMails(database, work)])
      assert.equal(sent, 1)
      assert.equal((await rowOf('one')).status, 'sent')
    })

    test('a letter that fails is tried after 1, 5, 15, 60 minutes and 6 hours, then it is for a person to see [case 62]', async () => {
      await queue('two')
      let tries = 0
      const work = delivery(async () => {
        tries += 1
        return { is: 'failed', why: 'ETIMEDOUT', forGood: false }
      })
      for (const pause of [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR]) {
        assert.equal(await deliverMails(database, work), 1)
        assert.equal(await deliverMails(database, work), 0, 'not before its time')
        clock.move(pause)
      }
      await deliverMails(database, work)
      assert.equal(tries, 6)
      assert.deepEqual([(await rowOf('two')).status, (await rowOf('two')).why], ['failed', 'ETIMEDOUT'])
    })

    test('a letter that cannot be written counts as a failed try and stops nobody [case 62]', async () => {
      await queue('three')
      const work = {
        ...delivery(async () => ({ is: 'sent' })),
        render: async () => Promise.reject(new Error('no such receipt')),
      }
      assert.equal(await deliverMails(database, work), 1)
      assert.match((await rowOf('three')).why, /no such receipt/)
      clock.move(MINUTE)
      assert.equal(
        await deliverMails(
          database,
          delivery(async () => ({ is: 'sent' })),
        ),
        1,
      )
      assert.equal((await rowOf('three')).status, 'sent')
    })
  })
}

test('by SMTP: the address that is stored is the one that the server hears, its domain in ASCII', async () => {
  const heard: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _, done) {
      stream.on('end', done).resume()
    },
  })
  // The server shows a domain in its own letters: what counts is what goes over the wire.
  server.server.on('connection', (socket: Socket) =>
    socket.on('data', (bytes: Buffer) => {
      const said = /^RCPT TO:<(.*?)>/m.exec(bytes.toString())?.[1]
      if (said !== undefined) heard.push(said)
    }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const sender = createSmtpSender({
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    from: 'obole@example.org',
  })
  const addresses = ['Ann.Print+desk@example.org', 'ann@münchen.example', "o'brien@example.org", 'jürgen@example.org']
  for (const to of addresses) assert.deepEqual(await sender.send(letter(to)), { is: 'sent' }, to)
  sender.close()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  assert.deepEqual(heard, [addresses[0], 'ann@xn--mnchen-3ya.example', addresses[2], addresses[3]])
})

test('by SMTP: subject, accents and attachment arrive; a refusal for good is told apart', async () => {
  const received: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _, done) =>
      address.startsWith('gone') ? done(Object.assign(new Error('no such mailbox'), { responseCode: 550 })) : done(),
    onData(stream, _, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        received.push(Buffer.concat(parts).toString())
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const sender = createSmtpSender({ url: `smtp://127.0.0.1:${port}`, from: 'obole@example.org' })
  const attachments = [{ name: 'reçu.pdf', type: 'application/pdf', content: Buffer.from('%PDF') }]
  assert.deepEqual(await sender.send({ ...letter('a@example.org'), attachments }), { is: 'sent' })
  assert.match(received[0] ?? '', /Subject: =\?UTF-8\?/)
  assert.match(received[0] ?? '', /Content-Type: application\/pdf/)
  const refused = await sender.send(letter('gone@example.org'))
  assert.deepEqual(refused, { is: 'failed', why: '550', forGood: true })
  sender.close()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  const nobody = createSmtpSender({ url: `smtp://127.0.0.1:${port}`, from: 'obole@example.org' })
  const lost = await nobody.send(letter('a@example.org'))
  assert.ok(lost.is === 'failed' && !lost.forGood)
  nobody.close()
})

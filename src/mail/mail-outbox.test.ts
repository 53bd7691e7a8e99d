import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { engines, freshPlace, type Place } from '../../test/support/databases.ts'
import { type Database, openDatabase } from '../db/database.ts'
import { migrate } from '../db/migrate.ts'
import { HOUR, handClock, MINUTE } from '../kit/clock.ts'
import { memoryLog } from '../kit/log.ts'
import { letterOf } from './letter.ts'
import type { MailSender, SendOutcome } from './mail.ts'
import { deliverMails, type MailDelivery, queueMails, tryMailNow } from './mail-outbox.ts'
import { readStandstills } from './mail-trouble.ts'

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

    test('our own account refused: every letter waits without end, one is tried, and the first that goes frees them all [case 62]', async () => {
      const log = memoryLog()
      const tried: string[] = []
      let answer: SendOutcome = { is: 'held', trouble: 'sign_in', why: '535 5.7.8' }
      const work: MailDelivery = {
        ...delivery(async () => answer),
        log,
        render: async (mail) => {
          tried.push(mail.about)
          return letter(mail.toAddress)
        },
      }
      const drain = async () => {
        while ((await deliverMails(database, work)) > 0);
      }
      for (const about of ['four', 'five', 'six']) await queue(about)
      const since = new Date(clock.nowMs()).toISOString()
      await drain()
      assert.deepEqual(tried, ['four'], 'the others would be refused as well')
      for (let day = 0; day < 10 * 24; day++) {
        clock.move(HOUR)
        await drain()
      }
      assert.equal(tried.length, 1 + 10 * 24, 'once an hour in the end')
      assert.deepEqual(new Set(tried), new Set(['four', 'five', 'six']), 'no letter alone stands in the way')
      const [standstill, ...more] = await readStandstills(database.db)
      assert.deepEqual(more, [])
      const { nextTryAt: _, ...told } = standstill ?? assert.fail('nothing stands still')
      assert.deepEqual(told, { of: 'account', trouble: 'sign_in', why: '535 5.7.8', since, waiting: 3 })
      assert.equal(log.lines.filter((line) => line.includes('"level":"error"')).length, 1, 'said once')
      answer = { is: 'sent' }
      await drain()
      assert.equal((await rowOf('four')).status, 'queued', 'not before its time')
      await database.transact(tryMailNow)
      await drain()
      for (const about of ['four', 'five', 'six']) {
        const { status, tries } = await rowOf(about)
        assert.deepEqual([status, tries], ['sent', 1], 'what was no fault of the letter is no try of it')
      }
      assert.deepEqual(await readStandstills(database.db), [])
    })

    test('mail for outside is not passed on: that letter waits and others go, a week at most; one that goes takes the rest along', async () => {
      const refuses = new Set(['out-1', 'out-2'])
      const work: MailDelivery = {
        ...delivery(async ({ to }) =>
          refuses.has(to) ? { is: 'held', trouble: 'relay', why: '550 5.7.1' } : { is: 'sent' },
        ),
        render: async (mail) => ({ ...letter(mail.toAddress), to: mail.about }),
      }
      const drain = async () => {
        while ((await deliverMails(database, work)) > 0);
      }
      for (const about of ['out-1', 'out-2', 'in']) await queue(about)
      await drain()
      assert.equal((await rowOf('in')).status, 'sent')
      clock.move(HOUR)
      await drain()
      const standstills = await readStandstills(database.db)
      assert.deepEqual(
        standstills.map(({ of, trouble, waiting }) => [of, trouble, waiting]),
        [['relay', 'relay', 2]],
      )
      refuses.delete('out-1')
      clock.move(2 * HOUR)
      await drain()
      assert.deepEqual([(await rowOf('out-1')).status, (await rowOf('out-2')).status], ['sent', 'queued'])
      for (let hours = 0; hours < 8 * 24; hours += 6) {
        clock.move(6 * HOUR)
        await drain()
      }
      assert.deepEqual([(await rowOf('out-2')).status, (await rowOf('out-2')).why], ['failed', '550 5.7.1'])
      assert.deepEqual(await readStandstills(database.db), [])
    })
  })
}

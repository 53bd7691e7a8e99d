import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Fact, Gateway, ListedLine, LookUp, NoticeReading } from '../../../src/gateways/gateway.ts'
import { amount } from '../../../src/kit/amount.ts'
import { DAY } from '../../../src/kit/clock.ts'
import { newToken } from '../../../src/kit/id.ts'
import type { Payment } from '../../../src/payments/payment.ts'
import { createWorld, type World } from '../../support/world.ts'
import { allCases } from './gateway-contract.ts'
import { gatewayDrivers } from './gateway-drivers.ts'
import { createHarness, type Harness } from './harness.ts'

/** A known mistake, planted; each of these cases must fail on it. `undo` puts everything back. */
type Planted = { bug: string; on: readonly string[]; caughtBy: readonly string[]; plant(harness: Harness): () => void }
const both = ['ogone', 'paypal']

/** The adapter with every fact it tells changed. */
const withFacts = (harness: Harness, change: (fact: Fact) => Fact): (() => void) => {
  const changed = <Told extends NoticeReading | LookUp>(told: Told): Told =>
    told.is === 'facts' ? { ...told, facts: told.facts.map(change) } : told
  return harness.replace((real) => ({
    readNotice: async (notice) => changed(await real.readNotice(notice)),
    lookUp: async (payment) => changed(await real.lookUp(payment)),
    ...(real.complete && {
      complete: async (...asked: Parameters<NonNullable<Gateway['complete']>>) =>
        changed((await real.complete?.(...asked)) ?? { is: 'not_found' }),
    }),
  }))
}

/** The provider's list, changed. */
const withList = (harness: Harness, change: (lines: ListedLine[]) => ListedLine[]): (() => void) =>
  harness.replace((real) => ({
    list: async (span) => {
      const told = (await real.list?.(span)) ?? { is: 'unreachable', why: 'no list' }
      return told.is === 'listed' ? { ...told, lines: change(told.lines) } : told
    },
  }))

const planted: readonly Planted[] = [
  {
    bug: 'the amount is not compared with what was asked',
    on: both,
    caughtBy: ['N07', 'L04'],
    plant: (harness) => withFacts(harness, (fact) => ({ ...fact, amount: amount(1000, 'EUR') })),
  },
  {
    bug: 'the currency is not compared',
    on: both,
    caughtBy: ['N08'],
    plant: (harness) => withFacts(harness, (fact) => ({ ...fact, amount: { ...fact.amount, unit: 'EUR' } })),
  },
  {
    bug: 'the merchant is not compared',
    on: ['paypal'],
    caughtBy: ['N06', 'L04'],
    plant: (harness) => withFacts(harness, (fact) => ({ ...fact, account: harness.gateway.account })),
  },
  {
    bug: 'unknown is treated as refused',
    on: both,
    caughtBy: ['N15', 'L01'],
    plant: (harness) =>
      withFacts(harness, (fact) => ({ ...fact, kind: fact.kind === 'unknown' ? 'refused' : fact.kind })),
  },
  {
    bug: 'pending is treated as paid',
    on: both,
    caughtBy: ['N13', 'R04'],
    plant: (harness) => withFacts(harness, (fact) => ({ ...fact, kind: fact.kind === 'pending' ? 'paid' : fact.kind })),
  },
  {
    bug: 'the uniqueness of an operation is dropped',
    on: both,
    caughtBy: ['N11'],
    plant: (harness) => withFacts(harness, (fact) => ({ ...fact, operation: `${fact.operation}-${newToken(40)}` })),
  },
  {
    bug: 'the uniqueness of a notice is dropped',
    on: both,
    caughtBy: ['N10'],
    plant: (harness) =>
      harness.replace((real) => ({
        async readNotice(notice) {
          const reading = await real.readNotice(notice)
          return 'noticeKey' in reading ? { ...reading, noticeKey: newToken(100) } : reading
        },
      })),
  },
  {
    bug: 'the signature is not looked at',
    on: ['ogone'],
    caughtBy: ['N02', 'N03'],
    plant: (harness) =>
      harness.replace((real) => ({
        async readNotice(notice) {
          const reading = await real.readNotice(notice)
          return reading.is === 'rejected' ? { is: 'not_ours', noticeKey: newToken(100), why: 'believed' } : reading
        },
      })),
  },
  {
    bug: 'the body is decoded and encoded again before it is proved',
    on: ['paypal'],
    caughtBy: ['N01'],
    plant: (harness) =>
      harness.replace((real) => ({
        readNotice: (notice) =>
          real.readNotice({
            ...notice,
            body: Buffer.from(JSON.stringify(JSON.parse(Buffer.from(notice.body).toString() || '{}'))),
          }),
      })),
  },
  {
    bug: 'the answer leaves before the commit',
    on: both,
    caughtBy: ['N19', 'N19b'],
    plant({ world }) {
      const { site } = world.app
      const real = site.receiveNotice
      site.receiveNotice = async (...arrived) => {
        void real(...arrived).catch(() => {})
        return 'stored'
      }
      return () => {
        site.receiveNotice = real
      }
    },
  },
  {
    bug: 'the return’s own words are believed',
    on: both,
    caughtBy: ['R02'],
    plant(harness) {
      const real = harness.visit
      harness.visit = async (visitor, path) => {
        const page = await real(visitor, path)
        const [, token = ''] = /returns\/(\w+)\?.*STATUS=9/.exec(path) ?? []
        const row = await harness.world.db
          .selectFrom('payment')
          .selectAll()
          .where('returnToken', '=', token)
          .executeTakeFirst()
        if (row) await harness.settleFacts(harness.factOf({ payment: row }))
        return page
      }
      return () => {
        harness.visit = real
      }
    },
  },
  {
    bug: 'a dispute’s notice is taken at its word',
    on: ['paypal'],
    caughtBy: ['F08c'],
    plant: (harness) =>
      harness.replace((real) => ({
        async readNotice(notice) {
          const reading = await real.readNotice(notice)
          const { dispute: operation, reference } = (reading.is === 'ask' && reading.ask[0]) || {}
          const isLost = Buffer.from(notice.body).includes('RESOLVED_BUYER_FAVOUR')
          if (reading.is !== 'ask' || operation === undefined || reference === undefined || !isLost) return reading
          const fact = harness.factOf(
            { payment: { reference } as Payment },
            { about: 'chargeback', kind: 'charged_back' },
          )
          return { ...reading, is: 'facts', facts: [{ ...fact, operation, amount: amount(1000, 'EUR') }] }
        },
      })),
  },
  {
    bug: 'any link of the provider’s answer is followed',
    on: ['paypal'],
    caughtBy: ['S09'],
    plant: (harness) =>
      harness.replace((real) => ({
        async startPayment(payment) {
          const way = await real.startPayment(payment)
          const isRefusedLink = way.do === 'unknown' && way.why === 'no approval link'
          return isRefusedLink ? { do: 'go_to', url: 'https://evilpaypal.com/' } : way
        },
      })),
  },
  {
    bug: 'a refund whose answer is lost is sent once more, as another',
    on: both,
    caughtBy: ['F05'],
    plant: (harness) =>
      harness.replace((real) => ({
        async refund(refund) {
          const outcome = await real.refund?.(refund)
          if (outcome?.is !== 'unknown') return outcome ?? { is: 'unknown', why: 'no refunds here' }
          return real.refund?.({ ...refund, key: newToken(100) }) ?? outcome
        },
      })),
  },
  {
    bug: 'a refund that the notice does not name is named by its status',
    on: ['ogone'],
    caughtBy: ['F11', 'F12'],
    plant: (harness) =>
      harness.replace((real) => ({
        async readNotice(notice) {
          const reading = await real.readNotice(notice)
          const { refunded, reference = '' } = (reading.is === 'ask' && reading.ask[0]) || {}
          if (reading.is !== 'ask' || !refunded) return reading
          const fact = harness.factOf({ payment: { reference } as Payment }, { about: 'refund', kind: 'refunded' })
          return { ...reading, is: 'facts', facts: [{ ...fact, ...refunded, operation: `${reference}/8` }] }
        },
      })),
  },
  {
    bug: 'the same bytes once more are always the same refund',
    on: ['ogone'],
    caughtBy: ['F12'],
    plant: (harness) =>
      harness.replace((real) => ({
        async readNotice(notice) {
          const reading = await real.readNotice(notice)
          if (reading.is !== 'ask') return reading
          return { ...reading, ask: reading.ask.map(({ refunded: _, ...hint }) => hint) }
        },
      })),
  },
  {
    bug: 'an operation before the latest is not asked about',
    on: ['ogone'],
    caughtBy: ['F12b'],
    plant: (harness) =>
      harness.replace((real) => ({
        async lookUp(payment) {
          const told = await real.lookUp(payment)
          return told.is === 'facts' ? { ...told, facts: told.facts.slice(0, 1) } : told
        },
      })),
  },
  {
    bug: 'a refund counts for whatever money its order brings',
    on: ['ogone'],
    caughtBy: ['F13'],
    plant: (harness) => withFacts(harness, ({ capture: _, ...fact }) => fact),
  },
  {
    bug: 'a provider without keys is taken for one that has them',
    on: ['ogone'],
    caughtBy: ['F14'],
    plant: (harness) => harness.replace(() => ({ refundKeyLifeMs: DAY })),
  },
  {
    bug: 'each call of one refund has a key of its own',
    on: ['paypal'],
    caughtBy: ['F14'],
    plant: (harness) =>
      harness.replace((real) => ({
        refund: async (refund) =>
          (await real.refund?.({ ...refund, key: newToken(100) })) ?? { is: 'unknown', why: 'no refunds here' },
      })),
  },
  {
    bug: 'that the money was refused is forgotten',
    on: ['paypal'],
    caughtBy: ['L10'],
    plant: (harness) =>
      harness.replace((real) => ({
        async complete(...asked) {
          const told = (await real.complete?.(...asked)) ?? { is: 'not_found' as const }
          return told.is === 'facts' ? { is: 'facts', facts: told.facts } : told
        },
      })),
  },
  {
    bug: 'a refund that was lost counts as not done',
    on: both,
    caughtBy: ['F05'],
    plant: (harness) => harness.replace(() => ({ lookUpRefund: async () => ({ is: 'absent' }) })),
  },
  {
    bug: 'a provider that does not answer has refused',
    on: both,
    caughtBy: ['L02'],
    plant: (harness) =>
      harness.replace((real) => ({
        async lookUp(payment) {
          const told = await real.lookUp(payment)
          const row = await harness.world.db
            .selectFrom('payment')
            .selectAll()
            .where('reference', '=', payment.reference)
            .executeTakeFirstOrThrow()
          const fact = harness.factOf({ payment: row }, { kind: 'refused' })
          return told.is === 'unreachable' ? { is: 'facts', facts: [fact] } : told
        },
      })),
  },
  {
    bug: 'the provider’s list is cut after its first line',
    on: both,
    caughtBy: ['C01a', 'C01d', 'C01e'],
    plant: (harness) => withList(harness, (lines) => lines.slice(0, 1)),
  },
  {
    bug: 'the amounts of the list are not read',
    on: both,
    caughtBy: ['C01d'],
    plant: (harness) =>
      withList(harness, (lines) => lines.map((line) => ({ ...line, amount: amount(line.amount.minor, 'EUR') }))),
  },
  {
    bug: 'the fees of the list are not read',
    on: ['paypal'],
    caughtBy: ['C01g'],
    plant: (harness) => withList(harness, (lines) => lines.map(({ fee: _, ...line }) => line)),
  },
  {
    bug: 'a list that cannot be had is an empty one',
    on: both,
    caughtBy: ['C01i'],
    plant: (harness) =>
      harness.replace((real) => ({
        list: async (span) => {
          const told = await real.list?.(span)
          return told?.is === 'listed' ? told : { is: 'listed', lines: [], completeTo: span.to }
        },
      })),
  },
]

for (const driver of gatewayDrivers) {
  describe(`the suite is itself tested: ${driver.id}`, () => {
    let world: World
    before(async () => {
      world = await createWorld()
    })
    after(async () => {
      await world?.app.stop()
      await world?.place.remove()
    })

    for (const { bug, on, caughtBy, plant } of planted) {
      if (!on.includes(driver.id)) continue
      test(`${bug}: ${caughtBy.join(' and ')} fail`, async () => {
        for (const id of caughtBy) {
          const found = allCases.find((each) => each.id === id)
          assert.ok(found)
          const harness = createHarness(world, driver)
          const undo = plant(harness)
          await assert.rejects(found.run(harness), assert.AssertionError, `${id} must fail`)
          undo()
        }
      })
    }
  })
}

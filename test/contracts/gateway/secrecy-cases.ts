import assert from 'node:assert/strict'
import { MINUTE, nowOf } from '../../../src/kit/clock.ts'
import { languages, translator } from '../../../src/messages/translate.ts'
import { demoSurroundings } from '../../support/demo-surroundings.ts'
import { asNotice, buyer, type Case, demoValues } from './harness.ts'

export const secrecyCases: readonly Case[] = [
  {
    id: 'C02',
    says: 'wrong settings are named by the self-test, which shows none of them',
    async run({ kind, world }) {
      const around = demoSurroundings(kind.id, world.url, world.clock, `${world.url}/simulated/${kind.id}`)
      const told = (over: Record<string, string>) =>
        kind.connect(demoValues(kind, over), around, world.outside).checkSettings()
      assert.deepEqual(await told({}), [], 'the right ones have nothing to say')
      const asked = Object.entries(kind.settings).filter(([, field]) => field.kind === 'secret')
      const named: string[] = []
      for (const [name] of asked) {
        const canary = `canary-of-${name}-canary`
        const problems = await told({ [name]: canary })
        const said = languages.map((language) => problems.map(({ key, values }) => translator(language)(key, values)))
        named.push(...said.flat())
        assert.doesNotMatch(said.join(), /canary/)
      }
      assert.ok(named.length > 0, 'a wrong secret was found')
      for (const problem of named)
        assert.ok(
          asked.some(([name]) => problem.includes(name)),
          problem,
        )
    },
  },
  {
    id: 'C04',
    says: 'what proves a notice cannot be had, is huge, or leads elsewhere: parked, and proved once it can be had',
    async run(harness) {
      const { kind, world } = harness
      for (const fault of ['certificate-down', 'certificate-huge']) {
        const sold = await harness.sell()
        const letter = await harness.paidLetter(sold)
        const around = demoSurroundings(kind.id, world.url, world.clock, `${world.url}/simulated/${kind.id}`)
        // A process that has not fetched the certificate yet.
        const fresh = kind.connect(demoValues(kind), around, world.outside)
        const restore = harness.replace(() => ({ readNotice: (notice) => fresh.readNotice(notice) }))
        harness.simulator().script({ fault })
        assert.equal((await harness.post(letter)).status, 503, fault)
        await harness.settle()
        await harness.notCredited(sold)
        const elsewhere = {
          ...letter.headers,
          'paypal-cert-url': 'https://evilpaypal.com/v1/notifications/certs/CERT-1',
        }
        const forged = asNotice({ ...letter, headers: elsewhere }, nowOf(world.clock))
        assert.equal((await harness.gateway.readNotice(forged)).is, 'rejected')
        world.clock.move(2 * MINUTE)
        await world.app.worker.runNow(['quarantine', 'notices'])
        restore()
        await harness.creditedOnce(sold)
      }
    },
  },
  {
    id: 'C03',
    says: 'after all of it, no secret, no card number and no mail address is in the log',
    async run({ kind, world }) {
      assert.ok(world.log.lines.length > 20, 'there is a log to be searched')
      const canaries = Object.values(kind.settings).flatMap((field) =>
        field.kind === 'secret' && field.demo ? [field.demo] : [],
      )
      assert.ok(canaries.length > 0)
      for (const word of [...canaries, 'XXXXXXXXXXXX1111', '4111', buyer, 'SHASIGN', 'Bearer '])
        assert.equal(
          world.log.lines.find((line) => line.includes(word)),
          undefined,
          word,
        )
    },
  },
]

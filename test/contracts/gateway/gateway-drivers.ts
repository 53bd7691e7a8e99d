import type { FactKind } from '../../../src/gateways/gateway.ts'
import { DAY, HOUR, MINUTE } from '../../../src/kit/clock.ts'
import type { WebhookDelivery } from '../../../src/simulators/engine/simulator.ts'
import { demoSurroundings } from '../../support/demo-surroundings.ts'
import { demoValues, type Harness } from './harness.ts'

/** What the suite must know of a gateway beside its contract and its simulator. */
export type GatewayDriver = {
  id: string
  /** True: a proven notice is a fact by itself. False: it only says "look". */
  noticeIsFact: boolean
  /** Cases that cannot exist for it, each with its reason. */
  cannot: Readonly<Record<string, string>>
  /** The gateway's table of statuses of a payment, from its document; written once more, not read from the adapter. */
  statuses: Readonly<Record<string, FactKind>>
  /** A word of the gateway's that nobody knows: of an event, of a status. */
  unknownType: string
  /** The signature of a letter, and the letter with another one. */
  signatureOf(letter: WebhookDelivery): string
  withSignature(letter: WebhookDelivery, signature: string | undefined): WebhookDelivery
  /** The same message in other bytes, with the old signature. */
  reencoded?(letter: WebhookDelivery): WebhookDelivery
  /** Has the gateway repeat a notice that was not taken, where that is a setting; how long until it does. */
  repeatNotices(harness: Harness): { afterMs: number; stop(): void }
  /** Another letter case of the signature: may it still hold? */
  caseMatters: boolean
  /** Ends the life of the old key; returns what puts everything back. */
  endOldKey(harness: Harness): () => void
  /** A live shop's own settings: its keys are not those of the test world. */
  liveValues: Readonly<Record<string, string>>
  /** How the provider says that an operation was deleted, where it does. */
  deletion?: { status: string }
  /** How the provider's list writes that a payment was refused. */
  listedAsRefused: string
  /** A setting whose wrong value makes every good notice look forged. */
  keySetting: { name: string; wrong: string }
}

const ogone: GatewayDriver = {
  id: 'ogone',
  noticeIsFact: true,
  cannot: {
    N06: 'a notice names no merchant: its passphrase is the account, so another merchant’s is forged (N04)',
    N18: 'its messages carry no time stamp that the signature covers',
    N21: 'the signature covers sorted, decoded values: other bytes that decode to the same are the same message',
    S03: 'starting makes no call: the browser carries a signed form',
    S04: 'starting makes no call',
    S05: 'starting makes no call',
    S06: 'starting makes no call; answers of look-ups are case L02',
    S09: 'the form’s host comes from the settings; no answer names one',
    L09: 'there is no capture call: the sale is one operation at the platform',
    F08: 'no status of the platform tells of a chargeback: it is recorded by hand',
    L10: 'there is no capture call (L09)',
    L11: 'there is no capture call (L09)',
    L12: 'there is no capture call (L09): the order is for a sale, never for an authorisation alone',
    F08b: 'it tells of no dispute (F08)',
    F08c: 'it tells of no dispute (F08)',
    F10: 'it has a refund by API',
    C01f: 'no status of the platform tells of a chargeback, in its download neither',
    C01g: 'the download carries no fees: the acquirer bills them',
    C01h: 'the platform pays nothing out: the acquirer does, and no list of it is at hand',
    C04: 'its proof fetches nothing; redirects and private addresses are case L02 and src/kit/http/http-client.test.ts',
  },
  statuses: {
    0: 'refused',
    1: 'cancelled',
    2: 'refused',
    4: 'pending',
    40: 'pending',
    41: 'pending',
    46: 'pending',
    5: 'pending',
    50: 'pending',
    51: 'pending',
    52: 'unknown',
    55: 'pending',
    56: 'pending',
    57: 'refused',
    59: 'refused',
    6: 'cancelled',
    61: 'pending',
    62: 'unknown',
    63: 'pending',
    64: 'cancelled',
    9: 'paid',
    91: 'pending',
    92: 'unknown',
    93: 'refused',
    94: 'refused',
    95: 'paid',
    96: 'pending',
    99: 'pending',
    7: 'cancelled',
    74: 'cancelled',
    75: 'cancelled',
    77: 'unknown',
    PAID: 'unknown',
  },
  unknownType: '77',
  deletion: { status: '7' },
  signatureOf: (letter) => new URLSearchParams(letter.body).get('SHASIGN') ?? '',
  withSignature(letter, signature) {
    const form = new URLSearchParams(letter.body)
    if (signature === undefined) form.delete('SHASIGN')
    else form.set('SHASIGN', signature)
    return { ...letter, body: form.toString() }
  },
  caseMatters: false,
  repeatNotices({ simulator }) {
    simulator().script({ fault: 'notice-timing', value: 'online-or-deferred' })
    return { afterMs: 10 * MINUTE, stop: () => simulator().script({ fault: 'notice-timing', value: 'deferred' }) }
  },
  endOldKey: (harness) => {
    const { kind, world } = harness
    const around = demoSurroundings(kind.id, world.url, world.clock)
    const outside = { http: { send: async () => noCall }, clock: world.clock, log: world.log }
    const { readNotice } = kind.connect(demoValues(kind, { shaOutBefore: '' }), around, outside)
    return harness.replace(() => ({ readNotice }))
  },
  listedAsRefused: '2',
  liveValues: { shaOut: 'the live passphrase of 2026', shaOutBefore: '' },
  keySetting: { name: 'shaOut', wrong: 'a passphrase that is wrong' },
}

const paypal: GatewayDriver = {
  id: 'paypal',
  noticeIsFact: false,
  cannot: {
    F10: 'it has a refund by API',
    F13: 'an order is captured or lapses: nothing is deleted under it',
    C01h: 'money leaves the PayPal account by withdrawals that name no payments',
  },
  statuses: {
    COMPLETED: 'paid',
    PENDING: 'pending',
    DECLINED: 'refused',
    FAILED: 'refused',
    REFUNDED: 'paid',
    PARTIALLY_REFUNDED: 'paid',
    SOMETHING_NEW: 'unknown',
  },
  unknownType: 'PAYMENT.PAYOUTSBATCH.NEW',
  signatureOf: (letter) => letter.headers['paypal-transmission-sig'] ?? '',
  withSignature(letter, signature) {
    const { 'paypal-transmission-sig': _, ...headers } = letter.headers
    return {
      ...letter,
      headers: signature === undefined ? headers : { ...headers, 'paypal-transmission-sig': signature },
    }
  },
  reencoded: (letter) => ({ ...letter, body: JSON.stringify(JSON.parse(letter.body)) }),
  caseMatters: true,
  repeatNotices: () => ({ afterMs: 3 * HOUR, stop: () => {} }),
  endOldKey: ({ world }) => {
    world.clock.move(31 * DAY)
    return () => {}
  },
  listedAsRefused: 'D',
  liveValues: {},
  keySetting: { name: 'webhookId', wrong: 'ANOTHERWEBHOOK' },
}

const noCall = { is: 'failed' as const, sent: false, why: 'no call here' }

export const gatewayDrivers: readonly GatewayDriver[] = [ogone, paypal]

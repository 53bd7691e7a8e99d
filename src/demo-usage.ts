import type { Tx } from './db/database.ts'
import { credit } from './kit/amount.ts'
import { DAY, HOUR, later } from './kit/clock.ts'
import { boughtWallet, givenWallet, issuedAccount, type PrintCategory } from './ledger/account.ts'
import { walletOf } from './ledger/balance.ts'
import { postTransfers } from './ledger/transfer.ts'
import { recordUsage } from './ledger/usage.ts'

type Who = { personId: string; timeZone: string; mode: 'demo' | 'test' | 'live' }
type Line = [daysAgo: number, category: PrintCategory, pages: number, colour: boolean, document: string]

/** The last weeks end at the ancestor's 38, 29, 32 and 38 pages; older ones fill the year. */
const recent: Line[] = [
  [58, 'scan', 28, false, ''],
  [51, 'print', 18, false, 'plan-de-cours.pdf'],
  [44, 'copy', 17, false, ''],
  [39, 'fax', 28, false, ''],
  [27, 'print', 8, false, 'fiche-lecture.pdf'],
  [12, 'scan', 10, false, ''],
  [7, 'fax', 4, false, ''],
  [4, 'copy', 12, false, ''],
  [1, 'print', 12, true, 'chapitre-2.pdf'],
]
const documents = ['memoire.pdf', 'td-algebre.pdf', 'bibliographie.docx', 'affiche.pdf', 'rapport-de-stage.pdf']
const costs = { print: 5, copy: 5, fax: 10, scan: 2 } as const
const devices = ['Bibliothèque, 1er étage', 'Hall A', 'Salle 204']

/** A believable year of one person, ending at 49,60 units of which 5,00 were given. */
export async function seedUsage(tx: Tx, who: Who): Promise<void> {
  await give(tx, who, { key: 'opening', daysAgo: 364, minor: 4000, wallet: boughtWallet(who.personId), reason: 'Report de l’ancien compte' })
  for (let week = 50; week >= 10; week -= 1) {
    const category = (['print', 'copy', 'print', 'scan', 'fax'] as const)[week % 5] ?? 'print'
    const document = category === 'print' ? (documents[week % documents.length] ?? '') : ''
    await use(tx, who, [week * 7, category, 2 + (week % 6), week % 4 === 0 && category === 'print', document])
  }
  for (const line of recent.filter(([daysAgo]) => daysAgo > 15)) await use(tx, who, line)
  await give(tx, who, { key: 'semester', daysAgo: 15, minor: 800, wallet: givenWallet(who.personId), reason: 'Allocation du semestre' })
  for (const line of recent.filter(([daysAgo]) => daysAgo <= 15)) await use(tx, who, line)
  await levelTo(tx, who, { bought: 4460, given: 500 })
}

/** What is missing to the demonstration's figures came from the counter some weeks ago. */
async function levelTo(tx: Tx, who: Who, wanted: { bought: number; given: number }): Promise<void> {
  const { bought, given } = await walletOf(tx, who.personId)
  const pots = [
    { key: 'counter', wallet: boughtWallet(who.personId), minor: wanted.bought - bought.minor, reason: 'Rechargement au guichet' },
    { key: 'welcome', wallet: givenWallet(who.personId), minor: wanted.given - given.minor, reason: 'Allocation complémentaire' },
  ]
  for (const pot of pots.filter(({ minor }) => minor > 0)) await give(tx, who, { ...pot, daysAgo: 0.2 })
}

async function give(
  tx: Tx,
  who: Who,
  gift: { key: string; daysAgo: number; minor: number; wallet: string; reason: string },
): Promise<void> {
  const cause = `demo:${gift.key}:${who.personId}`
  const line = { kind: 'gift' as const, detail: { reason: gift.reason } }
  await postTransfers(tx, [
    {
      key: cause,
      from: issuedAccount,
      to: gift.wallet,
      amount: credit(gift.minor),
      cause,
      mode: who.mode,
      occurredAt: later(tx.now, -gift.daysAgo * DAY),
      line,
    },
  ])
}

async function use(tx: Tx, who: Who, [daysAgo, category, pages, colour, document]: Line): Promise<void> {
  const cost = credit(pages * (colour ? 15 : costs[category]))
  const device = devices[pages % devices.length] ?? ''
  const occurredAt = later(tx.now, -daysAgo * DAY - (pages % 8) * HOUR)
  await recordUsage(tx, { ...who, category, pages, colour, cost, device, document, occurredAt }, who.timeZone)
}

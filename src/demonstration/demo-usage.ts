import type { Tx } from '../db/database.ts'
import { credit } from '../kit/amount.ts'
import { DAY, HOUR, later } from '../kit/clock.ts'
import { boughtWallet, givenWallet, issuedAccount, type PrintCategory } from '../ledger/account.ts'
import { postTransfers } from '../ledger/transfer.ts'
import { recordUsage } from '../ledger/usage.ts'

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
  const older = Array.from({ length: 38 }, (_, index) => olderLine(50 - index))
  const beforeGift = [...older, ...recent.filter(([daysAgo]) => daysAgo > giftDaysAgo)]
  const spent = beforeGift.reduce((sum, line) => sum + costOf(line), 0)
  const [bought, given] = [boughtWallet(who.personId), givenWallet(who.personId)]
  const opening = { key: 'opening', daysAgo: 364, minor: endsAt + spent - atCounter, wallet: bought }
  await give(tx, who, { ...opening, kind: 'adjustment', reason: 'Report de l’ancien compte' })
  for (const line of older.slice(0, 20)) await use(tx, who, line)
  await give(tx, who, {
    key: 'counter',
    daysAgo: 210,
    minor: atCounter,
    wallet: bought,
    kind: 'recharge',
    reason: 'Au guichet',
  })
  for (const line of beforeGift.slice(20)) await use(tx, who, line)
  const reason = 'Allocation du semestre'
  await give(tx, who, { key: 'semester', daysAgo: giftDaysAgo, minor: 800, wallet: given, kind: 'gift', reason })
  for (const line of recent.filter(([daysAgo]) => daysAgo <= giftDaysAgo)) await use(tx, who, line)
}

const giftDaysAgo = 15
/** Bought credit at the end, and what of it was bought at the counter, in minor units. */
const endsAt = 4460
const atCounter = 2000

function olderLine(week: number): Line {
  const category = (['print', 'copy', 'print', 'scan', 'fax'] as const)[week % 5] ?? 'print'
  const document = category === 'print' ? (documents[week % documents.length] ?? '') : ''
  return [week * 7, category, 2 + (week % 6), week % 4 === 0 && category === 'print', document]
}

const costOf = ([, category, pages, colour]: Line): number => pages * (colour ? 15 : costs[category])

async function give(
  tx: Tx,
  who: Who,
  gift: {
    key: string
    daysAgo: number
    minor: number
    wallet: string
    kind: 'gift' | 'recharge' | 'adjustment'
    reason: string
  },
): Promise<void> {
  const cause = `demo:${gift.key}:${who.personId}`
  const line = { kind: gift.kind, detail: { reason: gift.reason } }
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

async function use(tx: Tx, who: Who, line: Line): Promise<void> {
  const [daysAgo, category, pages, colour, document] = line
  const cost = credit(costOf(line))
  const device = devices[pages % devices.length] ?? ''
  const occurredAt = later(tx.now, -daysAgo * DAY - (pages % 8) * HOUR)
  await recordUsage(tx, { ...who, category, pages, colour, cost, device, document, occurredAt }, who.timeZone)
}

import { type Rule, withoutComments } from './source-files.ts'

/** The room that writes each table, and who besides it, with the reason. Readers may be anywhere. */
const owners: Readonly<Record<string, readonly string[]>> = {
  article: ['catalogue'],
  articleVersion: ['catalogue'],
  auditEntry: ['people'],
  balance: ['ledger'],
  brandDraft: ['brand'],
  brandLogo: ['brand'],
  brandVersion: ['brand'],
  capturedMail: ['mail'],
  // Two chains have their heads here: transfers, and the evidence that every transaction adds.
  chainHead: ['ledger', 'db'],
  closing: ['finance'],
  // A restore jumps over numbers that may have been used, and has payments asked for.
  counter: ['ledger', 'backup'],
  credential: ['people'],
  numberGap: ['backup'],
  difference: ['reconciliation'],
  differenceEnd: ['reconciliation'],
  evidence: ['db'],
  historyEntry: ['ledger'],
  identity: ['people'],
  keptMatter: ['review'],
  latestInstant: ['worker'],
  lease: ['db'],
  limitsVersion: ['catalogue'],
  mail: ['mail'],
  mailLife: ['mail'],
  mailTrouble: ['mail'],
  migration: ['db'],
  notice: ['payments'],
  oneTimeLink: ['people'],
  orders: ['orders'],
  // A person's decision is kept on the payment that it is about.
  payment: ['payments', 'review', 'backup'],
  paymentFact: ['payments'],
  // The row is locked while limits are judged; nothing of it changes.
  person: ['people', 'orders'],
  personKey: ['people'],
  personRole: ['people'],
  printAccount: ['credit'],
  receipt: ['receipts'],
  reconciliation: ['reconciliation'],
  refund: ['payments'],
  // Small facts about the installation, each with a name of its own.
  site: ['db', 'opening', 'people', 'backup', 'demonstration'],
  // Each status writes its history: letters are below orders.
  statusChange: ['orders', 'mail'],
  termsVersion: ['catalogue'],
  throttle: ['people'],
  topUp: ['credit'],
  transfer: ['ledger'],
  usageEntry: ['ledger'],
  usageTotal: ['ledger'],
  vatRate: ['catalogue'],
  vatRateVersion: ['catalogue'],
  webSession: ['people'],
  withdrawal: ['withdrawals'],
  withdrawalChange: ['withdrawals'],
}

const writes = [
  /(?:insertInto|updateTable|deleteFrom)\(\s*'(\w+)'/g,
  /insertRows\(\s*\w+,\s*'(\w+)'/g,
  /\b(?:insert into|delete from|update) (\w+)(?= (?:set|where|\(|values)\b|\s*\()/g,
]
const asTable = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** A table's row type stands in the room that writes it first: in `<room>-tables.ts`, or in the engine's own schema. */
export const rowsLiveWithTheirRoom: Rule = (files) =>
  files
    .filter(({ path }) => /^src\/.*(-tables|db\/schema)\.ts$/.test(path))
    .flatMap(({ path, text }) => {
      const room = /^src\/([^/]+)\//.exec(path)?.[1] ?? ''
      const [, members = ''] = /interface Schema \{\n(.*?)\n *\}/s.exec(text) ?? []
      return [...members.matchAll(/^ *(\w+):/gm)]
        .map(([, table = '']) => table)
        .filter((table) => owners[table]?.[0] !== room)
        .map((table) => `${path} tells of ${table}, which is ${owners[table]?.[0] ?? 'nobody'}'s`)
    })

/** What is stored as JSON is read through its schema (kit/json.ts): a cast takes it for what it may not be. */
export const storedJsonHasASchema: Rule = (files) =>
  files
    .filter(({ path }) => path.startsWith('src/') && !path.includes('.test.'))
    .filter(({ text }) => /JSON\.parse\([^\n]*\) as (?!unknown\b)/.test(withoutComments(text)))
    .map(({ path }) => `${path} casts what it parsed: read it by jsonReader`)

/** One table, one writing room: a query of another room, in Kysely or in SQL text, is a violation. */
export const tablesHaveOneWriter: Rule = (files) =>
  files
    .filter(({ path }) => path.startsWith('src/') && !path.includes('.test.'))
    .flatMap(({ path, text }) => {
      const room = /^src\/([^/]+)\//.exec(path)?.[1] ?? ''
      const code = withoutComments(text)
      return writes
        .flatMap((write) => [...code.matchAll(write)].map(([, table = '']) => asTable(table)))
        .filter((table) => !owners[table]?.includes(room))
        .map((table) => `${path} writes ${table}, which is ${owners[table]?.join(' and ') ?? 'nobody'}'s`)
    })

const byInstantAlone = /\.orderBy\('(?:\w+\.)?\w+At'(?:, '\w+')?\)(?!\s*\.orderBy\()/g
/** Whose turn it is: two that are due at once may go in either order. */
const turns = /'(?:\w+\.)?(?:nextPollAt|tryAt|dueAt)'/

/** Two rows of one instant keep one order: PostgreSQL gives back a row that was changed since wherever it now lies. */
export const instantsHaveATieBreaker: Rule = (files) =>
  files
    .filter(({ path }) => path.startsWith('src/') && !path.includes('.test.'))
    .flatMap(({ path, text }) =>
      [...withoutComments(text).matchAll(byInstantAlone)]
        .filter(([found]) => !turns.test(found))
        .map(([found]) => `${path}: ${found} leaves open which of one instant comes first: add the key`),
    )

import { dirname } from 'node:path'
import { type Rule, withoutComments } from './source-files.ts'

/** What pages repeat is drawn by one component each, in web/look. */
const parts: ReadonlyArray<{ what: RegExp; instead: string }> = [
  { what: /<table\b/, instead: 'DataTable' },
  { what: /class="head\b/, instead: 'PageHead' },
  { what: /class="lead\b/, instead: 'Lead' },
  { what: /<dl class="facts/, instead: 'Facts' },
  { what: /<dl class="ledger/, instead: 'LedgerList' },
  { what: /<ol class="timeline/, instead: 'Timeline' },
  { what: /class="choices?\b/, instead: 'Choice, Options or WaysOn' },
  { what: /class="go"/, instead: 'GoLink' },
]

export const pagesUseComponents: Rule = (files) =>
  files
    .filter(({ path }) => /^src\/web\/(?!look\/)/.test(path))
    .flatMap(({ path, text }) =>
      parts
        .filter(({ what }) => what.test(withoutComments(text)))
        .map(({ what, instead }) => `${path}: ${what} → ${instead} of web/look`),
    )

/** What must exist for a page to be shown ends in the 404 page by one function. */
export const whatIsMissingEndsInOneWay: Rule = (files) =>
  files
    .filter(({ path, text }) => /new Failure\('not_found', ['`]no /.test(text) && path !== 'src/kit/failure.ts')
    .filter(({ path }) => path.startsWith('src/'))
    .map(({ path }) => `${path}: what may be missing goes through orNotFound`)

/** Fifteen is the aim; above this a room is two rooms. */
const mostFiles = 16

/** A stranger finds a file by the names around it, as long as these are few. */
export const roomsAreNotTooFull: Rule = (files) => {
  const inRooms = files.filter(({ path }) => path.startsWith('src/') && !path.includes('.test.'))
  return [...Map.groupBy(inRooms, ({ path }) => dirname(path))]
    .filter(([, inside]) => inside.length > mostFiles)
    .map(([room, inside]) => `${room} holds ${inside.length} files`)
}

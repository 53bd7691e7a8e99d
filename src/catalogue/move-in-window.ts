import { RunAgain, type Tx } from '../db/database.ts'
import { recordAudit } from '../people/audit/audit.ts'
import { type ArticleVersion, addVersion, currentVersions } from './article-version.ts'

export type MoveOutcome = { is: 'moved' } | { is: 'unchanged' }

/** Moves one article one place up or down in the shop window; the first goes no higher, the last no lower. */
export async function moveInWindow(
  tx: Tx,
  { articleId, direction, by }: { articleId: string; direction: 'up' | 'down'; by: string },
): Promise<MoveOutcome> {
  const versions = await currentVersions(tx)
  const from = versions.findIndex((each) => each.articleId === articleId)
  const to = direction === 'up' ? from - 1 : from + 1
  const [moved, other] = [versions[from], versions[to]]
  if (!moved || !other) return { is: 'unchanged' }
  versions[from] = other
  versions[to] = moved
  for (const change of newPlaces(versions)) {
    if ((await addVersion(tx, { ...change, by })) === 'stale') throw new RunAgain()
  }
  await recordAudit(tx, { actor: by, act: 'move article', about: articleId, detail: { direction } })
  return { is: 'moved' }
}

/** The places of these articles in this order: their own places again, or new ones where two are the same. */
function newPlaces(versions: readonly ArticleVersion[]) {
  const known = versions.map(({ plan }) => plan.sortOrder).sort((a, b) => a - b)
  const distinct = new Set(known).size === known.length
  return versions.flatMap(({ articleId, version, plan }, index) => {
    const sortOrder = distinct ? (known[index] ?? 0) : (index + 1) * 10
    return sortOrder === plan.sortOrder ? [] : [{ articleId, basedOn: version, plan: { ...plan, sortOrder } }]
  })
}

import { relative } from 'node:path'

type Data = {
  name: string
  message?: string
  file?: string
  nesting: number
  skip?: string | boolean
  details?: { type?: string; error?: unknown; duration_ms?: number }
}
type Event = { type: string; data: Data }

/** Failures in full where they happen, what tests report of themselves, and the counts that run-suite adds up. */
export default async function* quietReporter(source: AsyncIterable<Event>): AsyncGenerator<string> {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for await (const { type, data } of source) {
    if (type === 'test:diagnostic' && data.message?.startsWith('report: ')) yield `${data.message.slice(8)}\n`
    if (type !== 'test:pass' && type !== 'test:fail') continue
    // A suite fails with its tests, which have spoken; only its own hooks are news.
    const { failureType } = (data.details?.error ?? {}) as { failureType?: string }
    if (data.details?.type === 'suite' && failureType !== 'hookFailed') continue
    const file = data.file ? relative(process.cwd(), data.file) : ''
    if (data.skip) {
      counts.skipped += 1
      // In the fast run each of these is meant, and there are hundreds.
      if (!process.env.OBOLE_TEST_FAST) yield `skipped  ${file}: ${data.name} (${String(data.skip)})\n`
    } else if (type === 'test:pass') {
      counts.passed += 1
      yield process.env.OBOLE_TEST_VERBOSE ? `ok       ${file}: ${data.name}\n` : ''
    } else {
      counts.failed += 1
      yield `\nFAILED   ${file}: ${data.name}\n${explain(data.details?.error)}\n\n`
    }
  }
  yield `suite: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`
}

const mostCharacters = 400

/** What failed and where; a whole page of HTML in a message would hide both. */
function explain(error: unknown): string {
  const cause = (error as { cause?: unknown } | undefined)?.cause ?? error
  if (!(cause instanceof Error)) return String(cause).slice(0, mostCharacters)
  const lines = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line) && !line.includes('node:'))
  return `${cause.message.slice(0, mostCharacters)}\n${lines.slice(0, 8).join('\n')}`
}

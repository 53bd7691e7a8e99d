/** What the server is asked again and again is parsed and planned once a connection, under a name. */
export type PreparedStatements = {
  /** The name under which this text is prepared; undefined for one that is not worth a name. */
  nameOf(text: string): string | undefined
  /** A table has changed its shape under our statements: all of them get new names, and are planned anew. */
  renew(): void
}

const mostTexts = 1_000

/**
 * Names from the second time on: a text that is made once, with its values in it, would only fill the server's memory.
 * The texts are counted by the pool, because each of its connections meets the same ones.
 */
export function createPreparedStatements(): PreparedStatements {
  let last = 0
  const names = new Map<string, string | undefined>()
  return {
    nameOf(text) {
      const name = names.get(text)
      if (name !== undefined) return name
      if (names.has(text)) {
        last += 1
        const fresh = `obole_${last}`
        names.set(text, fresh)
        return fresh
      }
      if (names.size < mostTexts) names.set(text, undefined)
      return undefined
    },
    renew() {
      names.clear()
    },
  }
}

/** 0A000: what a `select *` returns has another column since another node migrated the database. */
export const isOutdatedPlan = (error: unknown): boolean => {
  const { code, message } = error as { code?: unknown; message?: unknown }
  return code === '0A000' && /cached plan must not change result type/.test(String(message))
}

/** Tabs that one person may watch, and streams that one operator's pages hold open in this process. */
const [mostOfOne, mostOfAll] = [6, 1_000]

export type OrderStreams = {
  /** Counts a stream; undefined where there are enough. Call what it returns when the stream ends. */
  take(personId: string): (() => void) | undefined
}

/** How many event streams each person has open. */
export function countOrderStreams(): OrderStreams {
  const open = new Map<string, number>()
  let all = 0
  return {
    take(personId) {
      const mine = open.get(personId) ?? 0
      if (mine >= mostOfOne || all >= mostOfAll) return undefined
      open.set(personId, mine + 1)
      all += 1
      return () => {
        const left = (open.get(personId) ?? 1) - 1
        if (left === 0) open.delete(personId)
        else open.set(personId, left)
        all -= 1
      }
    },
  }
}

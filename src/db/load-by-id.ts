const atOnce = 500

/** Rows by their ids, so many a query, whatever their number. */
export async function loadById<Row extends { id: string }>(
  ids: readonly string[],
  load: (some: string[]) => Promise<Row[]>,
): Promise<Map<string, Row>> {
  const found = new Map<string, Row>()
  for (let start = 0; start < ids.length; start += atOnce)
    for (const row of await load(ids.slice(start, start + atOnce))) found.set(row.id, row)
  return found
}

/** Which status may follow which. The one file that owns a status holds its table and its only writer. */
export type Lifecycle<Status extends string> = Readonly<Record<Status, readonly Status[]>>

/** Whether the table allows this move. */
export function mayBecome<Status extends string>(table: Lifecycle<Status>, from: Status, to: Status): boolean {
  return table[from].includes(to)
}

/** The statuses from which `to` may be reached: what stands in the `where` of a move. */
export function statusesBefore<Status extends string>(table: Lifecycle<Status>, to: Status): Status[] {
  return (Object.keys(table) as Status[]).filter((from) => table[from].includes(to))
}

import type { AriaRole, ComponentChildren } from 'preact'

/** One column: its head, and what it says of a row. */
export type Column<Row> = {
  /** Absent in a table that explains itself without heads. */
  head?: ComponentChildren
  /** The head is for who listens alone. */
  isHeadHidden?: true
  cell(row: Row, index: number): ComponentChildren
  /** Where the cell leads; undefined where this row leads nowhere. */
  href?(row: Row): string | undefined
  /** Smaller, below. */
  note?(row: Row, index: number): ComponentChildren
  /** What the column says below the last row. */
  foot?: ComponentChildren
  /** `name` is what the row is called; `figure` stands at the end of its column; `soft` is what one reads last. */
  as?: 'name' | 'figure' | 'soft'
  class?: string
  /** On a phone, where heads are not seen, the cell begins with its head. */
  isNamedOnPhone?: true
}

/** How a table that does not fit is placed on a phone: see office.css and pages.css. */
type PhoneLayout = 'orders' | 'moves' | 'versions' | 'list' | 'acts' | 'queue' | 'history' | 'usage' | 'sides'

type Props<Row> = {
  caption: string
  columns: ReadonlyArray<Column<Row> | false>
  rows: readonly Row[]
  keyOf(row: Row): string | number
  /** What is said when there is no row. */
  empty?: ComponentChildren
  /** On a phone: rows become blocks, the table scrolls by itself, or it fits as it is. */
  phone: 'stack' | 'scroll' | 'fit'
  layout?: PhoneLayout
  /** Tells one of several tables that scroll from the others, for who listens. */
  label?: string
}

/** A table with its caption. A row drawn as a block is no row to a screen reader: there each part says its role. */
export function DataTable<Row>({ caption, columns, rows, keyOf, empty, phone, layout, label }: Props<Row>) {
  if (rows.length === 0 && empty !== undefined)
    return (
      <p class="soft" role="status">
        {empty}
      </p>
    )
  const shown = columns.filter((column) => column !== false)
  const role = phone === 'stack' ? (name: AriaRole) => ({ role: name }) : () => ({})
  const part = { columns: shown, role }
  const table = (
    <table class={['data', phone === 'stack' && 'reflow', layout].filter(Boolean).join(' ')} {...role('table')}>
      <caption class="vh">{caption}</caption>
      {shown.some(({ head }) => head !== undefined) && <Head {...part} />}
      <tbody {...role('rowgroup')}>
        {rows.map((row, index) => (
          <tr key={keyOf(row)} {...role('row')}>
            {shown.map((column, at) => (
              <Cell key={at} column={column} row={row} index={index} role={role} />
            ))}
          </tr>
        ))}
      </tbody>
      {shown.some(({ foot }) => foot !== undefined) && <Foot {...part} />}
    </table>
  )
  if (phone !== 'scroll') return table
  return (
    <section class="scroll" tabindex={0} aria-label={label ?? caption}>
      {table}
    </section>
  )
}

type Role = (name: AriaRole) => { role?: AriaRole }
type Part<Row> = { columns: ReadonlyArray<Column<Row>>; role: Role }

function classOf({ as, class: own }: Pick<Column<never>, 'as' | 'class'>): string | undefined {
  const classes = [as === 'figure' && 'end', as === 'soft' && 'soft nb', own].filter(Boolean)
  return classes.length > 0 ? classes.join(' ') : undefined
}
/** A head is never soft: it is so already. */
const headClassOf = ({ as, class: own }: Pick<Column<never>, 'as' | 'class'>) =>
  classOf({ ...(as === 'figure' && { as }), ...(own !== undefined && { class: own }) })

function Head<Row>({ columns, role }: Part<Row>) {
  return (
    <thead {...role('rowgroup')}>
      <tr {...role('row')}>
        {columns.map((column, at) => (
          <th key={at} scope="col" class={headClassOf(column)} {...role('columnheader')}>
            {column.isHeadHidden ? <span class="vh">{column.head}</span> : column.head}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Cell<Row>(props: { column: Column<Row>; row: Row; index: number; role: Role }) {
  const { column, row, index, role } = props
  const said = column.cell(row, index)
  const href = column.href?.(row)
  const notes = [column.note?.(row, index)].flat().filter((note) => note !== undefined && note !== false && note !== '')
  const content = (
    <>
      {column.isNamedOnPhone && <span class="narrow-only">{column.head} </span>}
      {href === undefined ? said : <a href={href}>{said}</a>}
      {notes.map((note, at) => (
        <small key={at}>{note}</small>
      ))}
    </>
  )
  if (column.as !== 'name')
    return (
      <td class={classOf(column)} {...role('cell')}>
        {content}
      </td>
    )
  return (
    <th scope="row" class={classOf(column)} {...role('rowheader')}>
      {content}
    </th>
  )
}

function Foot<Row>({ columns, role }: Part<Row>) {
  return (
    <tfoot {...role('rowgroup')}>
      <tr {...role('row')}>
        {columns.map((column, at) =>
          column.as === 'name' ? (
            <th key={at} scope="row" class={classOf(column)} {...role('rowheader')}>
              {column.foot}
            </th>
          ) : (
            <td key={at} class={classOf(column)} {...role('cell')}>
              {column.foot}
            </td>
          ),
        )}
      </tr>
    </tfoot>
  )
}

import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import ts from 'typescript'
import { tablesInOrder } from '../../src/db/migrate.ts'
import { camelName, snakeName } from '../../src/db/names.ts'
import { engines } from '../support/databases.ts'
import { createWorld } from '../support/world.ts'

const root = join(import.meta.dirname, '..', '..')
/** In the database and in no type: what `migrate` keeps for itself. */
const untyped = ['migration']

/** Every type alias of a file that is an object, with its properties and the text of their types. */
function objectTypes(name: string): Map<string, Map<string, string>> {
  const text = readFileSync(join(root, name), 'utf8')
  const tree = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)
  return new Map(
    tree.statements.filter(ts.isTypeAliasDeclaration).flatMap(({ name: { text: type }, type: node }) => {
      if (!ts.isTypeLiteralNode(node)) return []
      const members = node.members.filter(ts.isPropertySignature)
      return [
        [type, new Map(members.map((each) => [each.name.getText(tree), each.type?.getText(tree) ?? '']))] as const,
      ]
    }),
  )
}

/** The tables that a file adds to `Schema`, each with the name of its row type. */
function tablesIn(name: string): Array<readonly [table: string, rowType: string]> {
  const text = readFileSync(join(root, name), 'utf8')
  const [, body = ''] = /interface Schema \{\n(.*?)\n *\}/s.exec(text) ?? []
  return [...body.matchAll(/^ *(\w+): (\w+)$/gm)].map(([, table = '', rowType = '']) => [table, rowType] as const)
}

const files = ['src/db/schema.ts', ...globSync('src/*/*-tables.ts', { cwd: root })]
const rowTypes = new Map(files.flatMap((name) => [...objectTypes(name)]))
const tables = new Map(files.flatMap(tablesIn))

type Column = { name: string; nullable: boolean }

for (const { engine, skip } of engines) {
  describe(`row types on ${engine}`, { skip }, () => {
    test('each table of the migrated database has the columns of its row type, null where the type says so', async () => {
      const world = await createWorld({ engine })
      const columnsOf = async (table: string): Promise<Column[]> => {
        const query =
          engine === 'sqlite'
            ? sql<Column>`select name, "notnull" = 0 and pk = 0 as nullable from pragma_table_info(${table})`
            : sql<Column>`select column_name as name, is_nullable = 'YES' as nullable
                from information_schema.columns where table_schema = 'public' and table_name = ${table}`
        return (await query.execute(world.db)).rows.map(({ name, nullable }) => ({ name, nullable: Boolean(nullable) }))
      }
      try {
        assert.deepEqual(
          [...tables.keys()].map(snakeName).sort(),
          tablesInOrder()
            .filter((name) => !untyped.includes(name))
            .concat('lease')
            .filter((name, at, all) => all.indexOf(name) === at)
            .sort(),
        )
        for (const [table, rowType] of tables) {
          const type = rowTypes.get(rowType)
          assert.ok(type, `${rowType} is a row type`)
          const columns = await columnsOf(snakeName(table))
          const told = columns.map(({ name, nullable }) => `${camelName(name)}${nullable ? ' or null' : ''}`)
          const typed = [...type].map(([name, text]) => `${name}${/\bnull\b/.test(text) ? ' or null' : ''}`)
          assert.deepEqual(typed.sort(), told.sort(), table)
        }
      } finally {
        await world.end()
      }
    })
  })
}

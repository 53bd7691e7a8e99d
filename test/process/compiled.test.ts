import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { bareEnvironment } from '../support/process.ts'

const root = join(import.meta.dirname, '..', '..')

describe('the program is compiled once', () => {
  let copy: string
  before(() => {
    copy = mkdtempSync(join(tmpdir(), 'obole-compiled-'))
    for (const name of ['src', 'scripts', 'package.json', 'package-lock.json'])
      cpSync(join(root, name), join(copy, name), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  })
  after(() => rmSync(copy, { recursive: true, force: true }))

  const help = (): string => {
    const bare = { cwd: copy, encoding: 'utf8', env: bareEnvironment({}) } as const
    return execFileSync(process.execPath, ['scripts/run-command.mjs', '--help'], bare)
  }
  const builds = (): string[] => readdirSync(join(copy, 'build')).sort()

  test('where nothing may be written, it runs all the same', () => {
    writeFileSync(join(copy, 'build'), 'a file stands where the folder would be')
    assert.match(help(), /check-books/)
    rmSync(join(copy, 'build'))
  })

  test('the first run compiles, the second one finds it, and a changed source is compiled anew', () => {
    assert.match(help(), /check-books/)
    const first = builds()
    assert.equal(first.length, 1)
    assert.match(help(), /check-books/)
    assert.deepEqual(builds(), first)
    const entry = join(copy, 'src', 'cli', 'obole.ts')
    writeFileSync(entry, `process.stdout.write('changed')`)
    assert.equal(help(), 'changed')
    assert.equal(builds().length, 2)
  })

  test('a source that does not compile ends the run, and leaves no folder that the next one would trust', () => {
    writeFileSync(join(copy, 'src', 'cli', 'obole.ts'), 'const = 1')
    assert.throws(() => help(), /Build failed/)
    assert.equal(builds().length, 2)
  })

  test('of many builds the newest remain', () => {
    for (let age = 1; age <= 9; age += 1) mkdirSync(join(copy, 'build', `old-${age}`))
    writeFileSync(join(copy, 'src', 'cli', 'obole.ts'), `process.stdout.write('again')`)
    assert.equal(help(), 'again')
    assert.equal(builds().length, 5)
    assert.ok(existsSync(join(copy, 'build')))
  })
})

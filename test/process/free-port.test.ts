import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { runsTypeScript } from '../support/process.ts'

const module = join(import.meta.dirname, '..', 'support', 'free-port.ts')
/** The process lives on until its input ends. */
const program = `
  const { freePort } = await import(${JSON.stringify(module)})
  const ports = []
  for (let each = 0; each < 120; each += 1) ports.push(await freePort())
  process.stdout.write(JSON.stringify(ports) + String.fromCharCode(10))
  process.stdin.resume()`

test('processes that run at once are never given the same port, nor one that the system gives away', async () => {
  const children = Array.from({ length: 3 }, () =>
    spawn(process.execPath, [...runsTypeScript, '--input-type=module', '-e', program], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  )
  const given = await Promise.all(
    children.map(async ({ stdout }) => {
      let text = ''
      for await (const piece of stdout) {
        text += String(piece)
        if (text.endsWith('\n')) break
      }
      return JSON.parse(text) as number[]
    }),
  )
  for (const { stdin } of children) stdin.end()
  const ports = given.flat()
  assert.equal(new Set(ports).size, 360)
  const range = '/proc/sys/net/ipv4/ip_local_port_range'
  const systemFrom = existsSync(range) ? Number.parseInt(readFileSync(range, 'utf8'), 10) : 49_152
  assert.ok(Math.max(...ports) < systemFrom, `below ${systemFrom}`)
})

// `npm test`: hands over to test/support/run-suite.ts under Node 24, whichever Node npm itself runs on.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const ours = join(root, 'node_modules', '.bin', 'node')
const child = spawn(
  existsSync(ours) ? ours : process.execPath,
  ['--import', './scripts/need-node-24.mjs', '--import', 'tsx', 'test/support/run-suite.ts', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})

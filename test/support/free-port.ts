import { randomInt } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** Below the ports that Linux gives to outgoing connections, so that none of those takes one between choice and use. */
const [first, last] = [20_000, 32_000]
const mine = new Set<number>()

/** A TCP port of the loopback interface that nobody listens on, and that is given to nobody else in this run. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const port = randomInt(first, last)
    if (claim(port) && (await canListen(port))) return port
  }
  throw new Error('no free port')
}

/** The files of one run share a folder (run-suite.ts): whoever creates the port's file there has the port. */
function claim(port: number): boolean {
  if (mine.has(port)) return false
  mine.add(port)
  const folder = process.env.OBOLE_TEST_FOLDER
  if (folder === undefined) return true
  try {
    writeFileSync(join(folder, `port-${port}`), '', { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

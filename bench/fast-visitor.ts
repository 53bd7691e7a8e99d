import { randomInt } from 'node:crypto'
import { Agent, request } from 'node:http'

export type FastAnswer = { status: number; location: string | undefined; body: string }

/** A browser reduced to what a load needs: one kept connection, one cookie, no parsing beyond the next form. */
export function createFastVisitor(base: string, cookie: string) {
  // Each from an address of its own, as people come: attempts to pay are counted by address too.
  const localAddress = `127.${randomInt(1, 255)}.${randomInt(255)}.${randomInt(1, 255)}`
  const agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress })
  return {
    close: () => agent.destroy(),
    send(path: string, form?: URLSearchParams): Promise<FastAnswer> {
      const url = new URL(path, base)
      const body = form?.toString()
      return new Promise((resolve, reject) => {
        const headers = {
          cookie,
          ...(body !== undefined && {
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': Buffer.byteLength(body),
          }),
        }
        const sent = request(url, { agent, method: body === undefined ? 'GET' : 'POST', headers }, (response) => {
          const parts: Buffer[] = []
          response.on('data', (part: Buffer) => parts.push(part))
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              location: response.headers.location,
              body: Buffer.concat(parts).toString(),
            }),
          )
        })
        sent.on('error', reject)
        sent.end(body)
      })
    },
  }
}

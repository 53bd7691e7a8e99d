import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

export type Passed = { method: string; path: string; status: number }
export type HttpsProxy = {
  url: string
  /** What it handed on and how that was answered, oldest first. */
  passed: readonly Passed[]
  stop(): Promise<void>
}

/**
 * The proxy of docs/operating/install.md: it speaks https, hands on to a port of this machine by plain HTTP, and
 * appends who came to X-Forwarded-For as nginx, Caddy and Apache do. Who is behind it may be away: 502.
 */
export async function startHttpsProxy(tls: { key: string; cert: string }, toPort: number): Promise<HttpsProxy> {
  const passed: Passed[] = []
  const server = createServer(tls, (request, response) => handOn(request, response, { toPort, passed }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    passed,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function handOn(request: IncomingMessage, response: ServerResponse, to: { toPort: number; passed: Passed[] }): void {
  const { method = 'GET', url = '/' } = request
  const before = request.headers['x-forwarded-for']
  const forwardedFor = [before, request.socket.remoteAddress].flat().filter(Boolean).join(', ')
  const headers = { ...request.headers, connection: 'close', 'x-forwarded-for': forwardedFor }
  const answered = (status: number): void => {
    to.passed.push({ method, path: url, status })
  }
  const onward = httpRequest({ host: '127.0.0.1', port: to.toPort, method, path: url, headers }, (answer) => {
    answered(answer.statusCode ?? 0)
    const { connection: _, ...kept } = answer.headers
    response.writeHead(answer.statusCode ?? 502, kept)
    answer.pipe(response)
    answer.on('error', () => response.destroy())
  })
  onward.on('error', () => {
    answered(502)
    if (response.headersSent) response.destroy()
    else response.writeHead(502).end()
  })
  request.pipe(onward)
}

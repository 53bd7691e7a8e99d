import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { test } from 'node:test'
import fastify from 'fastify'
import { endUnusedConnections } from './unused-connections.ts'

/** Without its end the server would wait for 70 seconds: the limit is between never and at once, no measure. */
test('a connection opened in advance, on which nothing was asked, does not hold up a stop', {
  timeout: 20_000,
}, async () => {
  const server = fastify({ forceCloseConnections: 'idle' })
  endUnusedConnections(server)
  const accepted = once(server.server, 'connection')
  await server.listen({ port: 0, host: '127.0.0.1' })
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1')
  const closed = once(socket, 'close')
  await accepted
  await server.close()
  await closed
})

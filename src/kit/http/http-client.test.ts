import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { type HttpAnswer, httpClient } from './http-client.ts'
import { isPublicAddress } from './public-address.ts'

async function withServer(listener: RequestListener, act: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.close()
    server.closeAllConnections()
  }
}
const get = (url: string, over: object = {}): Promise<HttpAnswer> =>
  httpClient.send({ method: 'GET', url, allowedOrigins: [new URL(url).origin], ...over })

test('a call goes out with its body and comes back; a redirect is an answer and is not followed [C04]', async () => {
  await withServer(
    (request, response) => {
      if (request.url === '/away') return void response.writeHead(302, { location: '/elsewhere' }).end()
      request.on('data', (part) => response.end(`${request.method} ${request.headers['content-length']} ${part}`))
    },
    async (url) => {
      const body = 'é=1'
      const answer = await httpClient.send({ method: 'POST', url, body, allowedOrigins: [url] })
      assert.ok(answer.is === 'answer')
      assert.deepEqual([answer.status, answer.text], [200, 'POST 4 é=1'])
      const away = await get(`${url}/away`)
      assert.equal(away.is === 'answer' && away.status, 302)
    },
  )
})

test('an answer without end is cut at its ceiling, a slow one at its time [C04] [S06]', async () => {
  await withServer(
    (request, response) => {
      if (request.url === '/slow') return void response.write('x')
      const pour = () => {
        while (response.write(Buffer.alloc(65_536)));
        response.once('drain', pour)
      }
      pour()
    },
    async (url) => {
      assert.deepEqual(await get(`${url}/endless`), { is: 'failed', sent: true, why: 'answer too large' })
      assert.deepEqual(await get(`${url}/slow`, { timeoutMs: 50 }), { is: 'failed', sent: true, why: 'TimeoutError' })
    },
  )
})

test('what never reached the other side says so; what was cut afterwards may have had an effect', async () => {
  let gone = ''
  await withServer(
    (request) => void request.socket.destroy(),
    async (url) => {
      gone = url
      const cut = await get(url)
      assert.deepEqual([cut.is, 'sent' in cut && cut.sent], ['failed', true])
    },
  )
  const refused = await get(gone)
  assert.deepEqual(refused, { is: 'failed', sent: false, why: 'ECONNREFUSED' })
})

test('hosts that are not listed, plain http, user names, and private addresses in any spelling are refused [C04]', async () => {
  const why = async (url: string, allowed = [URL.parse(url)?.origin ?? '']) => {
    const answer = await httpClient.send({ method: 'GET', url, allowedOrigins: allowed })
    return answer.is === 'failed' && !answer.sent ? answer.why : 'sent'
  }
  assert.equal(await why('https://api.example/', ['https://other.example']), 'host not allowed')
  assert.equal(await why('https://user@api.example/', ['https://api.example']), 'host not allowed')
  assert.equal(await why('https://api.example:8443/', ['https://api.example']), 'host not allowed')
  assert.equal(await why('http://api.example/'), 'not https')
  for (const host of ['10.1.2.3', '0x0a.1.2.3', '2130706434', '169.254.169.254', '192.168.1.1', '[fd00::1]', '[::]'])
    assert.equal(await why(`https://${host}/`), 'private address', host)
  assert.equal(await why('https://[::ffff:10.0.0.1]/'), 'private address')
})

test('a name that resolves to a private address leads nowhere: the connection itself judges it [C04]', async () => {
  const answer = await get('https://localhost.localdomain./')
  assert.deepEqual([answer.is, 'sent' in answer && answer.sent], ['failed', false])
  for (const address of ['93.184.216.34', '2606:4700::1111', '172.15.0.1', '[2a00:1450::1]'])
    assert.equal(isPublicAddress(address), true, address)
  const closed = [
    ...['0.0.0.1', '10.0.0.1', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1', '192.0.0.1', '192.0.2.1'],
    ...['192.168.0.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', 'fd00::1', 'fe80::1', 'fec0::1', 'ff02::1', '2001::1', '2001:db8::1', '2002:a00:1::'],
    ...['::ffff:10.0.0.1', '::ffff:93.184.216.34', '64:ff9b::a00:1', '4000::1'],
  ]
  for (const address of closed) assert.equal(isPublicAddress(address), false, address)
  for (const name of ['a.example', '2130706434', '']) assert.equal(isPublicAddress(name), undefined, name)
})

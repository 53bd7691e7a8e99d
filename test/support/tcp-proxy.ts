import { connect, createServer, type Server, type Socket } from 'node:net'

/**
 * `black_hole`: takes everything and answers nothing. `reset`: ends each connection at its first byte.
 * `cut_answer`: cuts each answer after its first 40 bytes. `lose_answer`: the request arrives and has its effect, and
 * the connection ends instead of its answer.
 */
export type NetworkFault = 'none' | 'black_hole' | 'reset' | 'cut_answer' | 'lose_answer'
/** What becomes of bytes on their way to the server: `cut` before them, or `pass_then_cut` behind them. */
export type Verdict = 'pass' | 'cut' | 'pass_then_cut'

export type TcpProxy = {
  port: number
  /** Holds from now on, for connections that are open too. */
  fault: NetworkFault
  /** Judges each piece that a client sends. */
  judge: (piece: Buffer) => Verdict
  /** Ends every connection that is open. */
  cutAll(): void
  stop(): Promise<void>
}

const keptOfAnswer = 40

/** A network between one of our processes and something it speaks to, with faults that are switched by hand. */
export async function startTcpProxy(to: { port: number; port0?: number }): Promise<TcpProxy> {
  const open = new Set<Socket>()
  const proxy: TcpProxy = { port: 0, fault: 'none', judge: () => 'pass', cutAll, stop }
  const server: Server = createServer({ noDelay: true }, (client) => {
    const far = connect({ port: to.port, host: '127.0.0.1', noDelay: true })
    join(client, far, proxy)
    for (const socket of [client, far]) {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
    }
  })
  await new Promise<void>((resolve) => server.listen(to.port0 ?? 0, '127.0.0.1', resolve))
  proxy.port = (server.address() as { port: number }).port
  return proxy

  function cutAll(): void {
    for (const socket of open) socket.resetAndDestroy()
  }

  async function stop(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve))
    cutAll()
    await closed
  }
}

function join(client: Socket, far: Socket, proxy: TcpProxy): void {
  const cut = () => {
    client.resetAndDestroy()
    far.destroy()
  }
  for (const socket of [client, far]) socket.on('error', cut)
  client.on('close', () => far.destroy())
  far.on('close', () => client.destroy())
  client.on('data', (piece) => {
    if (proxy.fault === 'black_hole') return
    const verdict = proxy.fault === 'reset' ? 'cut' : proxy.judge(piece)
    if (verdict === 'pass') return void far.write(piece)
    if (verdict === 'cut') return cut()
    // The bytes are handed over before the connection ends, and the answer finds nobody.
    client.resetAndDestroy()
    far.removeAllListeners('data')
    far.write(piece, () => setTimeout(() => far.destroy(), 200))
  })
  far.on('data', (piece) => {
    if (proxy.fault === 'black_hole') return
    if (proxy.fault === 'none') return void client.write(piece)
    if (proxy.fault === 'cut_answer') client.write(piece.subarray(0, keptOfAnswer), cut)
    else cut()
  })
}

import type { SimulatorAnswer } from './simulator.ts'

const plain = (status: number, body: string, type = 'text/plain'): SimulatorAnswer => ({
  status,
  headers: { 'content-type': type },
  body,
})

/**
 * What any call to any provider can meet instead of its answer, before it had an effect: nothing at all, an error of
 * the machines between, or something that is no answer. `isOrdered` takes the fault of that name; `beginning` is how a
 * good answer would begin.
 */
export function brokenAnswer(isOrdered: (name: string) => boolean, beginning: string): SimulatorAnswer | undefined {
  if (isOrdered('cut-before')) return { cut: true }
  if (isOrdered('down')) return plain(500, 'down')
  if (isOrdered('busy')) return plain(503, 'busy')
  if (isOrdered('gateway-timeout')) return plain(504, '')
  if (isOrdered('html')) return plain(200, '<html>maintenance</html>', 'text/html')
  if (isOrdered('truncated')) return plain(200, beginning, 'application/json')
  if (isOrdered('huge')) return plain(200, beginning + ' '.repeat(3 * 1024 * 1024), 'application/json')
  if (isOrdered('redirect'))
    return { status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data/' }, body: '' }
  return undefined
}

import type { SimulatorAnswer } from './simulator.ts'

const answer = (status: number, type: string, body: string): SimulatorAnswer => ({
  status,
  headers: { 'content-type': type },
  body,
})

/** An answer in each of the writings that providers have. */
export const answers = {
  html: (status: number, body: string) => answer(status, 'text/html; charset=utf-8', body),
  css: (body: string) => answer(200, 'text/css', body),
  text: (status: number, body: string) => answer(status, 'text/plain', body),
  json: (status: number, body: object) => answer(status, 'application/json', JSON.stringify(body)),
  xml: (body: string, declaration = '<?xml version="1.0"?>') =>
    answer(200, 'text/xml; charset=utf-8', declaration + body),
  goTo: (url: string): SimulatorAnswer => ({ status: 303, headers: { location: url }, body: '' }),
}

/**
 * What any call to any provider can meet instead of its answer, before it had an effect: nothing at all, an error of
 * the machines between, or something that is no answer. `isOrdered` takes the fault of that name; `beginning` is how a
 * good answer would begin.
 */
export function brokenAnswer(isOrdered: (name: string) => boolean, beginning: string): SimulatorAnswer | undefined {
  if (isOrdered('cut-before') || isOrdered('lost-before')) return { cut: true }
  if (isOrdered('down')) return answers.text(500, 'down')
  if (isOrdered('busy')) return answers.text(503, 'busy')
  if (isOrdered('gateway-timeout')) return answers.text(504, '')
  if (isOrdered('html')) return answers.html(200, '<html>maintenance</html>')
  if (isOrdered('truncated')) return answer(200, 'application/json', beginning)
  if (isOrdered('huge')) return answer(200, 'application/json', beginning + ' '.repeat(3 * 1024 * 1024))
  if (isOrdered('redirect'))
    return { status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data/' }, body: '' }
  return undefined
}

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
  goTo: (url: string): SimulatorAnswer => ({ status: 303, headers: { location: url }, body: '' }),
}

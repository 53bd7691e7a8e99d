import type { HttpRequest } from '../../../kit/http/http-client.ts'
import type { Outside } from '../../gateway-kind.ts'
import type { NotOk } from './rest-client.ts'

export type FormCall = {
  url: string
  fields: Iterable<readonly [name: string, value: string]>
  timeoutMs?: HttpRequest['timeoutMs']
}
export type FormAnswer = { is: 'text'; text: string } | Extract<NotOk, { is: 'failed' }>

/** A form in, a text out: the call of the older APIs. Any status but 200 may come after the effect. */
export async function postForm({ url, fields, timeoutMs = 20_000 }: FormCall, { http }: Outside): Promise<FormAnswer> {
  const answer = await http.send({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams([...fields].map(([name, value]) => [name, value])).toString(),
    timeoutMs,
    allowedOrigins: [new URL(url).origin],
  })
  if (answer.is === 'failed') return { is: 'failed', sent: answer.sent, why: answer.why }
  return answer.status === 200
    ? { is: 'text', text: answer.text }
    : { is: 'failed', sent: true, why: `HTTP ${answer.status}` }
}

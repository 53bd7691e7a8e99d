import type { HttpRequest } from '../../../kit/http/http-client.ts'
import type { Outside } from '../../gateway-kind.ts'
import type { NotOk } from './rest-client.ts'

export type FormCall<Value> = {
  url: string
  fields: Iterable<readonly [name: string, value: string]>
  /** What the answer says; a text is why it is none. */
  read: (text: string) => Value | string
  timeoutMs?: HttpRequest['timeoutMs']
}
export type FormAnswer<Value> = { is: 'ok'; value: Value } | Extract<NotOk, { is: 'failed' }>

/** A form in, a text out: the call of the older APIs. Any status but 200 may come after the effect. */
export async function postForm<Value extends object>(
  { url, fields, read, timeoutMs = 20_000 }: FormCall<Value>,
  { http }: Outside,
): Promise<FormAnswer<Value>> {
  const answer = await http.send({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams([...fields].map(([name, value]) => [name, value])).toString(),
    timeoutMs,
    allowedOrigins: [new URL(url).origin],
  })
  if (answer.is === 'failed') return { is: 'failed', sent: answer.sent, why: answer.why }
  const value = answer.status === 200 ? read(answer.text) : `HTTP ${answer.status}`
  return typeof value === 'string' ? { is: 'failed', sent: true, why: value } : { is: 'ok', value }
}

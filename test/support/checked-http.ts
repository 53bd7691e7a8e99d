import type { HttpAnswer, HttpClient, HttpRequest } from '../../src/kit/http/http-client.ts'
import { payPalDocuments } from './closed-openapi.ts'

/**
 * Real HTTP, where every call to PayPal (or what stands for it) and every answer is held against PayPal's own OpenAPI
 * documents in closed mode. What does not fit is collected, with its path; `seen` counts what was judged.
 */
export function checkedHttp(inner: HttpClient) {
  const violations: string[] = []
  const seen: Record<string, number> = {}
  const http: HttpClient = {
    async send(request) {
      const answer = await inner.send(request)
      judge(request, answer, { violations, seen })
      return answer
    },
  }
  return { http, violations, seen }
}

function judge(
  request: HttpRequest,
  answer: HttpAnswer,
  to: { violations: string[]; seen: Record<string, number> },
): void {
  const path = new URL(request.url).pathname.replace(/^\/simulated\/paypal/, '')
  if (!/^\/v[12]\/(checkout|payments|reporting|customer)\//.test(path)) return
  const document = payPalDocuments().find((each) => each.find(request.method, path))
  const found = document?.find(request.method, path)
  if (!document || !found) {
    to.violations.push(`${request.method} ${path}: PayPal has no such operation`)
    return
  }
  const { key, operation } = found
  const count = (what: string) => {
    to.seen[what] = (to.seen[what] ?? 0) + 1
  }
  if (request.body !== undefined && request.method === 'POST') {
    count(key)
    to.violations.push(...document.problems(`${key} request`, operation.requestBody, JSON.parse(request.body)))
  }
  const status = answer.is === 'answer' ? String(answer.status) : ''
  const body = operation.responses[status]
  if (answer.is !== 'answer' || !body?.content || !isJson(answer.text)) return
  count(`${key} ${status}`)
  to.violations.push(...document.problems(`${key} ${status}`, body, JSON.parse(answer.text)))
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

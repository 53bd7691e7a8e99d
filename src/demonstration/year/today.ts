import type { HttpClient } from '../../kit/http/http-client.ts'
import { newToken } from '../../kit/id.ts'
import type { Shop } from '../../payments/shop.ts'
import { startPayment } from '../../payments/start-payment.ts'
import { findPerson, findPersonByLogin } from '../../people/person.ts'
import { type Buyer, buy, readSale } from './buying.ts'
import { inventedLogin } from './invented-people.ts'

/** Who buys what today, by which way: both providers are seen to answer, and to send their notices. */
const purchases = [
  { nth: 3, articleNumber: 10, method: 'ogone' },
  { nth: 11, articleNumber: 20, method: 'paypal' },
  { nth: 24, articleNumber: 5, method: 'ogone' },
  { nth: 40, articleNumber: 10, method: 'paypal' },
] as const

/**
 * The first purchases of the day on which the year ends, once the server listens: paid on the simulated pages, so that
 * providers tell of them as of any other.
 */
export async function buyToday(shop: Shop, http: HttpClient): Promise<void> {
  const sale = await readSale(shop.database)
  for (const { nth, articleNumber, method } of purchases) {
    const person = await findPersonByLogin(shop.database.db, inventedLogin(nth))
    if (!person) continue
    const wish = { buyer: person, articleNumber, method, key: newToken(), immediateUse: true }
    const bought = await buy(shop, sale, wish)
    if (bought) await payOnPage(shop, http, { ...bought, buyer: person })
  }
}

type ToPay = NonNullable<Awaited<ReturnType<typeof buy>>> & { buyer: Buyer }

async function payOnPage(shop: Shop, http: HttpClient, { order, payment, buyer }: ToPay): Promise<void> {
  const person = await findPerson(shop.database.db, buyer.id)
  const payer = { name: person?.name ?? '', email: '', language: 'fr' as const, shopName: 'Université Montclar' }
  const way = await startPayment(shop, { paymentId: payment.id, order, payer })
  if (way.do !== 'go_to' && way.do !== 'post') return
  const at = way.do === 'post' ? way.form.action : way.url
  const send = (url: string, fields?: Iterable<readonly [string, string]>) =>
    http.send({
      method: fields ? 'POST' : 'GET',
      url,
      ...(fields && {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams([...fields].map(([name, value]) => [name, value])).toString(),
      }),
      allowedOrigins: [new URL(at).origin],
    })
  const page = await send(at, way.do === 'post' ? way.form.fields : undefined)
  const form = page.is === 'answer' ? formOf(page.text) : undefined
  if (form) await send(new URL(form.action, at).href, new Map([...form.fields, ...answers]))
}

/** What the controls of a simulated page say. */
const answers = [
  ['outcome', 'accept'],
  ['notice', 'once'],
  ['return', 'no'],
] as const

/** The one form of a simulated page, with what stands in its fields. */
function formOf(html: string): { action: string; fields: Array<readonly [string, string]> } | undefined {
  const tags = html.split('<').map((text) => text.split('>', 1)[0] ?? '')
  const form = tags.find((tag) => tag.startsWith('form '))
  const action = form && attributeOf(form, 'action')
  if (!action) return undefined
  const inputs = tags.filter((tag) => tag.startsWith('input '))
  return { action, fields: inputs.map((tag) => [attributeOf(tag, 'name') ?? '', attributeOf(tag, 'value') ?? '']) }
}

/** As our own simulators write it: between double quotes. */
const attributeOf = (tag: string, name: string): string | undefined => tag.split(` ${name}="`)[1]?.split('"', 1)[0]

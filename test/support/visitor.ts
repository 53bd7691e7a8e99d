/** A browser without a screen: keeps cookies, follows nothing by itself, fills in forms as they are drawn. */
export type Page = { status: number; url: string; html: string; location: string | undefined; headers: Headers }

export type Visitor = ReturnType<typeof createVisitor>

export function createVisitor(base: string, language = 'fr') {
  const cookies = new Map<string, string>()

  async function send(path: string, init: RequestInit = {}): Promise<Page> {
    const headers = new Headers(init.headers)
    if (!headers.has('cookie'))
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    if (!headers.has('accept-language')) headers.set('accept-language', language)
    // Packing and unpacking every page took an eighth of a run; that pages are packed is bytes-over-the-wire.test.ts.
    if (!headers.has('accept-encoding')) headers.set('accept-encoding', 'identity')
    const url = new URL(path, base)
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    const location = response.headers.get('location') ?? undefined
    return { status: response.status, url: url.href, html: await response.text(), location, headers: response.headers }
  }

  async function follow(page: Page): Promise<Page> {
    let now = page
    for (let hops = 0; now.location !== undefined && hops < 10; hops += 1)
      now = await send(new URL(now.location, now.url).href)
    return now
  }

  const visitor = {
    cookies,
    send,
    get: async (path: string): Promise<Page> => follow(await send(path)),
    /** Posts fields without looking at any page: what a script or an attacker would do. */
    post: (path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Page> =>
      send(path, { method: 'POST', body: new URLSearchParams(fields), headers }),
    /** Submits the form of a page whose action contains `action`, with these fields filled in; follows redirects. */
    async submit(page: Page, action: string, fields: Record<string, string> = {}): Promise<Page> {
      return follow(await visitor.submitOnly(page, action, fields))
    },
    async submitOnly(page: Page, action: string, fields: Record<string, string> = {}): Promise<Page> {
      const form = readForm(page, action)
      return send(form.action, { method: 'POST', body: new URLSearchParams({ ...form.fields, ...fields }) })
    },
    async signIn(login: string, password = 'demonstration'): Promise<Page> {
      return visitor.submit(await visitor.get('/sign-in'), '/sign-in', { login, password })
    },
  }
  return visitor
}

/** Hidden fields, drawn values and checked boxes of the form whose action contains the text. */
export function readForm(page: Page, action: string): { action: string; fields: Record<string, string> } {
  const forms = [...page.html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)]
  const form = forms.find(([, attributes = '']) => (attributeOf(attributes, 'action') ?? '').includes(action))
  if (!form) throw new Error(`no form to ${action} on ${page.url} (${page.status})`)
  const [, attributes = '', body = ''] = form
  const fields: Record<string, string> = {}
  for (const [, input = ''] of body.matchAll(/<input\b([^>]*)>/g)) {
    const [name, type] = [attributeOf(input, 'name'), attributeOf(input, 'type')]
    if (name === undefined) continue
    if ((type === 'radio' || type === 'checkbox') && !/\bchecked\b/.test(input)) continue
    fields[name] = attributeOf(input, 'value') ?? ''
  }
  return { action: new URL(attributeOf(attributes, 'action') ?? '', page.url).href, fields }
}

function attributeOf(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)
  return match?.[1]
    ?.replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
}

/** The value of the article's radio button, found by its number. */
export function articleValue(page: Page, number: number): string {
  const cards = page.html.split('class="article"')
  const card = cards.find((text) => new RegExp(`(?:Article|Item|Artikel) ${number} –`).test(text))
  const value = card && /value="([^"]+)"/.exec(card)?.[1]
  if (!value) throw new Error(`article ${number} is not on the page`)
  return value
}

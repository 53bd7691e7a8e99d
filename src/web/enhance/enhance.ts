/* Everything here only adds: without it each page works by plain forms and reloads. */

/** Whether this page is met again by the browser's Back or Forward. */
const isMetAgain = (): boolean => {
  const [navigation] = performance.getEntriesByType('navigation')
  return navigation instanceof PerformanceNavigationTiming && navigation.type === 'back_forward'
}

/** The last page before the hosted page posts itself, once: who comes back from there finds the order. */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-autopost]')) {
  const find = () => location.replace(form.dataset.back ?? '/')
  addEventListener('pageshow', (event) => {
    if (event.persisted) find()
  })
  if (isMetAgain()) find()
  else form.submit()
}

/** A second click on the order button while the first is under way does nothing. */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-once]')) {
  let sent = false
  form.addEventListener('submit', (event) => {
    if (sent) event.preventDefault()
    sent = true
  })
  // Back from the next page out of the browser's memory: the form may be sent again.
  addEventListener('pageshow', (event) => {
    if (event.persisted) sent = false
  })
}

/** The price that is chosen stands beside the button, whatever part of the page is on the screen. */
for (const place of document.querySelectorAll<HTMLElement>('[data-chosen]')) {
  const form = place.closest('form')
  const show = () => {
    place.textContent = form?.querySelector<HTMLInputElement>('[name=article]:checked')?.dataset.price ?? ''
  }
  form?.addEventListener('change', show)
  addEventListener('pageshow', show)
}

/** A form that came back with problems: the summary gets the focus, so that it is read first. */
document.querySelector<HTMLElement>('[data-focus]')?.focus()

/** A file that the server would refuse for its size is told before it travels. */
for (const input of document.querySelectorAll<HTMLInputElement>('input[data-most-bytes]')) {
  input.addEventListener('change', () => {
    const tooLarge = (input.files?.[0]?.size ?? 0) > Number(input.dataset.mostBytes)
    input.setCustomValidity(tooLarge ? (input.dataset.tooLarge ?? '') : '')
    input.reportValidity()
  })
}

/** Colours that are being chosen: the picker and the digits follow each other, the server says how they read. */
function followColours(form: HTMLFormElement): void {
  const field = (name: string) => form.querySelector<HTMLInputElement>(`input[name=${name}]`)
  let latest = 0
  async function showFigures(): Promise<void> {
    const mine = ++latest
    const query = new URLSearchParams({ accent: field('accent')?.value ?? '', ground: field('ground')?.value ?? '' })
    const response = await fetch(`${form.dataset.liveContrast}?${query}`)
    // Half a colour has no figures, and an answer that was overtaken says nothing any more.
    if (!response.ok || mine !== latest) return
    const next = new DOMParser().parseFromString(await response.text(), 'text/html').body.firstElementChild
    if (!(next instanceof HTMLElement) || mine !== latest) return
    form.querySelector('[data-contrast]')?.replaceChildren(next)
    document.querySelector('link[href*="use=proof"]')?.setAttribute('href', next.dataset.proofSheet ?? '')
  }
  for (const picker of form.querySelectorAll<HTMLInputElement>('[data-picker]')) {
    const digits = field(picker.dataset.picker ?? '')
    if (!digits) continue
    picker.hidden = false
    picker.addEventListener('input', () => {
      digits.value = picker.value
      void showFigures()
    })
    digits.addEventListener('input', () => {
      if (/^#[0-9a-f]{6}$/i.test(digits.value)) picker.value = digits.value.toLowerCase()
      void showFigures()
    })
  }
}
const colours = document.querySelector<HTMLFormElement>('form[data-live-contrast]')
if (colours?.querySelector('[data-picker]')) followColours(colours)

/** Buttons that need a script are hidden until it runs, and what stands in for them goes. */
function reveal(): void {
  const mayCopy = navigator.clipboard !== undefined
  for (const button of document.querySelectorAll<HTMLElement>(mayCopy ? '[data-print], [data-copy]' : '[data-print]'))
    button.hidden = false
  for (const other of document.querySelectorAll<HTMLElement>('[data-without-script]')) other.hidden = true
}

document.addEventListener('click', async ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-print], [data-copy]') : null
  if (button?.dataset.copy !== undefined) {
    await navigator.clipboard.writeText(button.dataset.copy)
    announce(button.dataset.copied ?? '')
    button.textContent = button.dataset.copied ?? ''
  } else if (button) print()
})
reveal()
if (location.hash === '#print' && document.querySelector('[data-print]')) addEventListener('load', () => print())

/** An order that may still move: the server says when, and the page is drawn anew by the server. */
function listen(): void {
  const live = document.querySelector<HTMLElement>('[data-live]')
  if (!live?.dataset.live) return
  const events = new EventSource(live.dataset.live)
  events.addEventListener('changed', async () => {
    events.close()
    const response = await fetch(location.href, { headers: { accept: 'text/html' } })
    if (!response.ok) return
    const next = new DOMParser().parseFromString(await response.text(), 'text/html')
    const [now, then] = [document.querySelector('main'), next.querySelector('main')]
    if (!now || !then) return
    now.replaceChildren(...then.childNodes)
    document.title = next.title
    reveal()
    announce(now.querySelector('h1')?.textContent ?? '')
    listen()
  })
  addEventListener('pagehide', () => events.close(), { once: true })
}

function announce(text: string): void {
  const region = document.createElement('p')
  region.className = 'vh'
  region.setAttribute('role', 'status')
  document.body.append(region)
  // A region is announced when its content changes after it is there.
  requestAnimationFrame(() => {
    region.textContent = text
  })
}

listen()

/* The desk's search as a dialog: Ctrl K or ⌘ K opens it, each text that rests a moment is asked of the server. */

/** So long nothing is typed before the server is asked. */
const restMs = 150

type Palette = { dialog: HTMLDialogElement; input: HTMLInputElement; list: HTMLElement; status: Element }

function followPalette(palette: Palette): void {
  const { dialog, input, list } = palette
  const ask = askerOf(palette)
  let resting: ReturnType<typeof setTimeout> | undefined
  input.addEventListener('input', () => {
    // What is listed is of another text: Enter sends the form until the next answer is there.
    choose(palette, undefined)
    clearTimeout(resting)
    const text = input.value.trim()
    resting = setTimeout(() => void ask(text), text === '' ? 0 : restMs)
  })
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    const chosen = chosenIn(list)
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      walk(palette, step)
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault()
      location.assign(chosen.href)
    }
  })
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog || (target instanceof Element && target.closest('[data-close]'))) dialog.close()
  })
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k') return
    event.preventDefault()
    if (!dialog.open) dialog.showModal()
    input.select()
  })
}

/** Asks the server for the hits of a text; an answer that was overtaken says nothing any more. */
function askerOf(palette: Palette): (text: string) => Promise<void> {
  let latest = 0
  return async (text) => {
    const mine = ++latest
    if (text === '') return show(palette, undefined)
    const response = await fetch(`${palette.dialog.dataset.palette}?${new URLSearchParams({ q: text })}`)
    const next = new DOMParser().parseFromString(await response.text(), 'text/html').body.firstElementChild
    if (!response.ok || mine !== latest) return
    // The door instead of hits: who sends the form is led there.
    if (next instanceof HTMLElement && next.dataset.says !== undefined) show(palette, next)
  }
}

function show(palette: Palette, hits: HTMLElement | undefined): void {
  const { input, list, status } = palette
  list.replaceChildren(...(hits?.childNodes ?? []))
  const [first] = optionsIn(list)
  list.hidden = first === undefined
  input.setAttribute('aria-expanded', String(first !== undefined))
  status.textContent = hits?.dataset.says ?? ''
  choose(palette, first)
}

/** Down or up the list, from its end to its beginning. */
function walk(palette: Palette, step: 1 | -1): void {
  const options = optionsIn(palette.list)
  const chosen = chosenIn(palette.list)
  const at = chosen ? options.indexOf(chosen) : -1
  choose(
    palette,
    at < 0 ? options[step > 0 ? 0 : options.length - 1] : options[(at + step + options.length) % options.length],
  )
}

/** The focus stays in the field, which names the choice. */
function choose({ input, list }: Palette, option: HTMLElement | undefined): void {
  chosenIn(list)?.setAttribute('aria-selected', 'false')
  input.removeAttribute('aria-activedescendant')
  if (!option) return
  option.setAttribute('aria-selected', 'true')
  input.setAttribute('aria-activedescendant', option.id)
  option.scrollIntoView({ block: 'nearest' })
}

const optionsIn = (list: Element) => [...list.querySelectorAll<HTMLAnchorElement>('[role=option]')]
const chosenIn = (list: Element) => list.querySelector<HTMLAnchorElement>('[aria-selected=true]')

for (const dialog of document.querySelectorAll<HTMLDialogElement>('dialog[data-palette]')) {
  const input = dialog.querySelector('input')
  const list = dialog.querySelector<HTMLElement>('[role=listbox]')
  const status = dialog.querySelector('[role=status]')
  if (input && list && status) followPalette({ dialog, input, list, status })
}

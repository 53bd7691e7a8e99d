import type { Page } from './visitor.ts'

/** What stands in the text areas of a page, by their names; `readForm` of visitor.ts reads the rest. */
export function readTextareas(page: Page): Record<string, string> {
  const areas = page.html.matchAll(/<textarea\b[^>]*\bname="([^"]+)"[^>]*>([^<]*)<\/textarea>/g)
  return Object.fromEntries([...areas].map(([, name = '', text = '']) => [name, unescapeHtml(text)]))
}

/** HTML's own signs as they were before they were escaped. */
export const unescapeHtml = (html: string): string =>
  html
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')

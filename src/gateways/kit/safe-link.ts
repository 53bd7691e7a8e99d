/** A link of a provider's answer as the payer may be sent there: to one of these origins, compared whole; else none. */
export function safeLink(href: string | undefined, origins: readonly string[]): string | undefined {
  const url = href === undefined ? null : URL.parse(href)
  return url && origins.includes(url.origin) && !url.username && !url.password ? url.href : undefined
}

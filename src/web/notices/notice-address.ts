const longest = 100

/**
 * The address of a notice as it should have been typed at the provider: a slash too many behind it, or another letter
 * case, is the same address. Anything else is left as it is.
 */
export function noticeAddress(url: string): string {
  const cut = url.indexOf('?')
  const [path, query] = cut < 0 ? [url, ''] : [url.slice(0, cut), url.slice(cut)]
  if (path.length > longest || !/^\/notices\//i.test(path)) return url
  let end = path.length
  while (path[end - 1] === '/') end -= 1
  return path.slice(0, end).toLowerCase() + query
}

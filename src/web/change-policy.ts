type Head = { getHeader: (name: string) => unknown; setHeader: (name: string, value: string) => unknown }

/** Another content security policy for this answer alone. */
export function changePolicy(head: Head, change: (policy: string) => string): void {
  head.setHeader('content-security-policy', change(String(head.getHeader('content-security-policy'))))
}

/** Who may do what at the desk: the one table. The desk shows it on a page; a test walks every cell. */
export type Role = 'manager' | 'support' | 'auditor'
export type Right =
  | 'see_desk'
  | 'see_audit'
  | 'resend'
  | 'recheck'
  | 'resolve'
  | 'refund'
  | 'edit_articles'
  | 'edit_brand'
  | 'publish_terms'
  | 'manage_people'

export const allRights: readonly Right[] = [
  'see_desk',
  'see_audit',
  'resend',
  'recheck',
  'resolve',
  'refund',
  'edit_articles',
  'edit_brand',
  'publish_terms',
  'manage_people',
]

export const rightsOfRole: Readonly<Record<Role, readonly Right[]>> = {
  manager: allRights,
  support: ['see_desk', 'resend', 'recheck'],
  auditor: ['see_desk', 'see_audit'],
}
export const roles = Object.keys(rightsOfRole) as Role[]

/** Whether one of these roles has the right. */
export function mayDo(held: readonly Role[], right: Right): boolean {
  return held.some((role) => rightsOfRole[role].includes(right))
}

/** All rights that these roles give together. */
export const rightsOf = (held: readonly Role[]): Right[] => [...new Set(held.flatMap((role) => rightsOfRole[role]))]

/** Role names as they are stored, with blanks between; a name that this version does not know gives no right. */
export const readRoles = (names: string | null): Role[] =>
  (names ?? '').split(' ').flatMap((name) => roles.find((known) => known === name) ?? [])

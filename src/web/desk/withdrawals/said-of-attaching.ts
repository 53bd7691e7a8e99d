import { queryOf, type SignedInContext } from '../../request-context.ts'

/** What tying a withdrawal to an order came to, in a sentence. */
export function saidOfAttaching({ request, view }: SignedInContext): string | undefined {
  const said = queryOf(request, 'attached')
  if (said === 'yes') return view.t('withdrawal.attached')
  return said === 'no' ? view.t('withdrawal.not_attached') : undefined
}

import type { Shown } from '../credit/account-reader.ts'
import { ownJournal } from '../credit/own-journal.ts'
import type { AccountHistory, Balance, Holder } from '../printing/print-system.ts'
import { dateText, timeText, type View } from './look/view.ts'
import type { SignedInContext } from './request-context.ts'

/** Whose account a page of the portal speaks of. */
export const holderOf = ({ person }: SignedInContext): Holder => ({ personId: person.id, login: person.login })

/** What the account of who asks holds, as its print system says it. */
export const balanceFor = (context: SignedInContext): Promise<Shown<Balance>> =>
  context.site.shop.accounts.balanceOf(holderOf(context))

/** The operations that a page shows: those of the account's system, or what our own books know where it tells none. */
export type ShownHistory = { told: Shown<AccountHistory>; lines: AccountHistory }

/** The operations of who asks, page by page. */
export async function historyFor(
  context: SignedInContext,
  page: { limit: number; before?: string | undefined },
): Promise<ShownHistory> {
  const { database, accounts } = context.site.shop
  const told = await accounts.historyOf(holderOf(context), page)
  return { told, lines: told.value ?? (await ownJournal(database.db, { ...page, personId: context.person.id })) }
}

/** When a balance of another system was read, or why it is not shown. Of our own books there is nothing to say. */
export function AccountNote({ view, account }: { view: View; account: Shown<unknown> }) {
  if (account.isOurs) return null
  const { t } = view
  const { title: system, state } = account
  const at = (instant: string) => ({ date: dateText(view, instant), time: timeText(view, instant) })
  return (
    <p class="small soft" data-account={state}>
      {state === 'now' || state === 'before'
        ? t(`account.${state}`, { system, ...at(account.readAt) })
        : t(`account.${state}`, { system })}
    </p>
  )
}

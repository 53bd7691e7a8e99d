import type { Shown } from '../../credit/account-reader.ts'
import { dateText, timeText, type View } from './view.ts'

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

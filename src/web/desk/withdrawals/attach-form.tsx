import { CsrfToken, Field } from '../../look/form.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'

type Props = { view: View; withdrawalId: string; number: string; owner: string | undefined }

/** Ties a declaration to the order that was meant; `owner`, when the typed name is not theirs. */
export function AttachForm({ view, withdrawalId, number, owner }: Props) {
  const { t } = view
  return (
    <form class="stack g3" method="post" action={link('deskWithdrawalOrder', { withdrawalId })}>
      <CsrfToken view={view} />
      {owner !== undefined && <p>{t('withdrawal.other_name', { name: owner })}</p>}
      <Field view={view} name="number" label={t('withdrawal.attach_number')} value={number} autocomplete="off" />
      <p>
        <button class="btn quiet" type="submit">
          {t('withdrawal.attach')}
        </button>
      </p>
    </form>
  )
}

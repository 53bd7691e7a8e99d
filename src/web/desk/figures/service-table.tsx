import type { Instant } from '../../../kit/clock.ts'
import type { PasswordLetterCounts } from '../../../people/sign-in/ask-new-password.ts'
import { DataTable } from '../../look/data-table.tsx'
import { State } from '../../look/paper.tsx'
import { dateText, timeText, type View } from '../../look/view.ts'

type GatewayLife = { id: string; title: string; lastNotice: Instant | undefined; withoutNotice: number }
export type Services = {
  gateways: readonly GatewayLife[]
  mail: { queued: number; failed: number; stoppedSince: Instant | undefined }
  passwordLetters: PasswordLetterCounts
}

/** Signs of life of what we depend on. */
export function ServiceTable({ view, services }: { view: View; services: Services }) {
  const { t } = view
  const { queued } = services.mail
  const lines = [
    ...services.gateways.map((gateway) => ({
      name: gateway.title,
      notes: noticeTexts(view, gateway),
      trouble: gateway.withoutNotice > 0 ? t('services.notices_absent') : undefined,
      well: undefined,
    })),
    {
      name: t('services.mail'),
      notes: [t('services.queued', { count: queued })],
      trouble: mailTrouble(view, services.mail),
      well: t('services.mail_goes'),
    },
    ...limitedLetters(view, services.passwordLetters),
  ]
  return (
    <div>
      <h2 class="mb3">{t('services.title')}</h2>
      <DataTable
        caption={t('services.caption')}
        phone="fit"
        rows={lines}
        keyOf={({ name }) => name}
        columns={[
          { as: 'name', cell: ({ name }) => name, note: ({ notes }) => notes },
          { as: 'figure', cell: ({ trouble, well }) => <Life trouble={trouble} well={well} /> },
        ]}
      />
    </div>
  )
}

function mailTrouble(view: View, { stoppedSince, failed }: Services['mail']): string | undefined {
  const { t } = view
  if (stoppedSince !== undefined)
    return t('services.mail_stopped', { day: dateText(view, stoppedSince, 'day'), time: timeText(view, stoppedSince) })
  return failed > 0 ? t('services.mail_failed', { count: failed }) : undefined
}

/** What was limited is said: somebody may ask why no letter came. */
function limitedLetters(view: View, { refused, delayed }: PasswordLetterCounts) {
  const { t } = view
  const said = (key: 'refused' | 'delayed', counted: PasswordLetterCounts['refused']) =>
    counted
      ? [
          t(`services.letters_${key}`, {
            count: counted.count,
            day: dateText(view, counted.since, 'day'),
            time: timeText(view, counted.since),
          }),
        ]
      : []
  const notes = [...said('refused', refused), ...said('delayed', delayed)]
  if (notes.length === 0) return []
  return [{ name: t('services.password_letters'), notes, trouble: t('services.limited'), well: undefined }]
}

function noticeTexts(view: View, { lastNotice, withoutNotice }: GatewayLife): string[] {
  const { t } = view
  const last =
    lastNotice === undefined
      ? t('services.no_notice')
      : t('services.last_notice', { day: dateText(view, lastNotice, 'day'), time: timeText(view, lastNotice) })
  return withoutNotice > 0 ? [last, t('services.without_notice', { count: withoutNotice })] : [last]
}

function Life({ trouble, well }: { trouble: string | undefined; well: string | undefined }) {
  if (trouble !== undefined)
    return (
      <State tone="care" icon="warning">
        {trouble}
      </State>
    )
  if (well === undefined) return null
  return (
    <State tone="good" icon="check">
      {well}
    </State>
  )
}

import type { GatewayAnswers } from '../../../finance/gateway-answers.ts'
import type { Instant } from '../../../kit/clock.ts'
import type { PasswordLetterCounts } from '../../../people/sign-in/ask-new-password.ts'
import type { SlowedCounts } from '../../../people/sign-in/network-turn.ts'
import { DataTable } from '../../look/data-table.tsx'
import { State } from '../../look/paper.tsx'
import { dateText, timeText, type View } from '../../look/view.ts'

type GatewayLife = GatewayAnswers & {
  id: string
  title: string
  lastNotice: Instant | undefined
  withoutNotice: number
  /** Since when this process has paused its calls. */
  pausedSince: Instant | undefined
}
export type Services = {
  gateways: readonly GatewayLife[]
  mail: {
    queued: number
    failed: number
    stoppedSince: Instant | undefined
    held: { count: number; since: Instant } | undefined
    /** Absent before the first letter went. */
    worksSince?: Instant
    lastSentAt?: Instant
  }
  passwordLetters: PasswordLetterCounts
  slowed: SlowedCounts
}

/** Whether what we depend on works, and since when not. */
export function ServiceTable({ view, services }: { view: View; services: Services }) {
  const { t } = view
  const lines = [
    ...services.gateways.map((gateway) => ({
      name: gateway.title,
      notes: gatewayNotes(view, gateway),
      ...gatewayLife(view, gateway),
    })),
    {
      name: t('services.mail'),
      notes: mailNotes(view, services.mail),
      trouble: mailTrouble(view, services.mail),
      well: services.mail.lastSentAt && t('services.works'),
    },
    ...limitedLetters(view, services.passwordLetters),
    ...slowedNetworks(view, services.slowed),
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
          {
            as: 'figure',
            cell: ({ trouble, well }) => <Life trouble={trouble} well={well} idle={t('services.waits')} />,
          },
        ]}
      />
    </div>
  )
}

const momentOf = (view: View, at: Instant) => ({ day: dateText(view, at, 'day'), time: timeText(view, at) })

/** The last letter is the proof; since when is said while nothing stands in the way. */
function mailNotes(view: View, { queued, worksSince, lastSentAt, stoppedSince }: Services['mail']): string[] {
  const { t } = view
  return [
    lastSentAt === undefined ? t('services.no_letter') : t('services.last_letter', momentOf(view, lastSentAt)),
    ...(worksSince === undefined || stoppedSince !== undefined
      ? []
      : [t('services.works_since', momentOf(view, worksSince))]),
    t('services.queued', { count: queued }),
  ]
}

function mailTrouble(view: View, { stoppedSince, held, failed }: Services['mail']): string | undefined {
  const { t } = view
  if (stoppedSince !== undefined) return t('services.mail_stopped', momentOf(view, stoppedSince))
  if (held) return t('services.mail_held', { count: held.count, ...momentOf(view, held.since) })
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
            ...momentOf(view, counted.since),
          }),
        ]
      : []
  const notes = [...said('refused', refused), ...said('delayed', delayed)]
  if (notes.length === 0) return []
  return [{ name: t('services.password_letters'), notes, trouble: t('services.limited'), well: undefined }]
}

/** Who had to wait because of neighbours may ask why. */
function slowedNetworks(view: View, slowed: SlowedCounts) {
  const { t } = view
  const notes = (['signIn', 'withdrawal'] as const).flatMap((kind) => {
    const counted = slowed[kind]
    return counted ? [t(`services.slowed_${kind}`, { count: counted.count, ...momentOf(view, counted.since) })] : []
  })
  if (notes.length === 0) return []
  return [{ name: t('services.networks'), notes, trouble: t('services.limited'), well: undefined }]
}

/** One word for a provider; what is wrong now comes before what is missing. */
function gatewayLife({ t }: View, gateway: GatewayLife) {
  const { pausedSince, silentSince, withoutNotice, answeredAt, lastNotice } = gateway
  const said = (trouble: string | undefined, well?: string) => ({ trouble, well })
  if (pausedSince !== undefined) return said(t('services.paused'))
  if (silentSince !== undefined) return said(t('services.silent'))
  if (withoutNotice > 0) return said(t('services.notices_absent'))
  return said(undefined, answeredAt || lastNotice ? t('services.works') : undefined)
}

function gatewayNotes(view: View, gateway: GatewayLife): string[] {
  const { t } = view
  const { lastNotice, withoutNotice, answeredAt, silentSince } = gateway
  const downSince = gateway.pausedSince ?? silentSince
  const notes: Array<string | false> = [
    downSince !== undefined && t('services.no_answer_since', momentOf(view, downSince)),
    downSince === undefined && answeredAt !== undefined && t('services.last_answer', momentOf(view, answeredAt)),
    lastNotice === undefined ? t('services.no_notice') : t('services.last_notice', momentOf(view, lastNotice)),
    withoutNotice > 0 && t('services.without_notice', { count: withoutNotice }),
  ]
  return notes.filter((note) => note !== false)
}

function Life({ trouble, well, idle }: { trouble: string | undefined; well: string | undefined; idle: string }) {
  if (trouble !== undefined)
    return (
      <State tone="care" icon="warning">
        {trouble}
      </State>
    )
  if (well === undefined) return <State icon="hourglass">{idle}</State>
  return (
    <State tone="good" icon="check">
      {well}
    </State>
  )
}

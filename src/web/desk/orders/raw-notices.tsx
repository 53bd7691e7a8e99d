import { formatCount, formatSeconds } from '../../../messages/format.ts'
import { maskNotice } from '../../../payments/intake/mask-notice.ts'
import type { Notice } from '../../../payments/intake/notice.ts'
import { Icon } from '../../look/icon.tsx'
import { State } from '../../look/paper.tsx'
import { dateText, type View } from '../../look/view.ts'

/** What gateways sent, as it was sent, with its secrets as stars. */
export function RawNotices({ view, notices }: { view: View; notices: readonly Notice[] }) {
  const { t } = view
  if (notices.length === 0) return <p class="soft">{t('notices.none')}</p>
  return (
    <>
      {notices.map((notice) => (
        <details class="fold" id={notice.id} key={notice.id}>
          <summary>
            <Icon name="chevron" size={18} />
            {t('notices.line', {
              day: dateText(view, notice.receivedAt, 'day'),
              time: formatSeconds(notice.receivedAt, view),
              bytes: formatCount(notice.body.byteLength, view.language),
            })}
          </summary>
          <p class="row mb3">
            <Verdict view={view} notice={notice} />
            {notice.repeats > 0 && <span class="soft">{t('happened.notice_repeats', { count: notice.repeats })}</span>}
          </p>
          <pre class="raw" tabindex={0}>
            {maskNotice(notice)}
          </pre>
        </details>
      ))}
    </>
  )
}

/** Only what was proven is read; what was not stays in its quarantine. */
function Verdict({ view: { t }, notice }: { view: View; notice: Notice }) {
  const isProven = notice.status !== 'rejected'
  return (
    <State tone={isProven ? 'good' : 'bad'} icon={isProven ? 'shield' : 'alert'}>
      {t('notices.proof', { proven: isProven ? 'yes' : 'no' })}
    </State>
  )
}

import type { Instant } from '../../../kit/clock.ts'
import { State } from '../../look/paper.tsx'
import { dateText, timeText, type View } from '../../look/view.ts'

export type Services = {
  gateways: ReadonlyArray<{ id: string; title: string; lastNotice: Instant | undefined; withoutNotice: number }>
  mail: { queued: number; failed: number }
}

/** Signs of life of what we depend on. */
export function ServiceTable({ view, services }: { view: View; services: Services }) {
  const { t } = view
  const { queued, failed } = services.mail
  return (
    <div>
      <h2 class="mb3">{t('services.title')}</h2>
      <table class="data">
        <caption class="vh">{t('services.caption')}</caption>
        <tbody>
          {services.gateways.map(({ id, title, lastNotice, withoutNotice }) => (
            <tr key={id}>
              <th scope="row">
                {title}
                <small>
                  {lastNotice === undefined
                    ? t('services.no_notice')
                    : t('services.last_notice', {
                        day: dateText(view, lastNotice, 'day'),
                        time: timeText(view, lastNotice),
                      })}
                </small>
                {withoutNotice > 0 && <small>{t('services.without_notice', { count: withoutNotice })}</small>}
              </th>
              <td class="end">
                {withoutNotice > 0 && (
                  <State tone="care" icon="warning">
                    {t('services.notices_absent')}
                  </State>
                )}
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">
              {t('services.mail')}
              <small>{t('services.queued', { count: queued })}</small>
            </th>
            <td class="end">
              {failed === 0 ? (
                <State tone="good" icon="check">
                  {t('services.mail_goes')}
                </State>
              ) : (
                <State tone="care" icon="warning">
                  {t('services.mail_failed', { count: failed })}
                </State>
              )}
            </td>
          </tr>
        </tbody>
      </table>
    </div>
  )
}

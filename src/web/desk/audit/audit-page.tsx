import { formatSeconds } from '../../../messages/format.ts'
import { type AuditEntry, knownActs, readAudit } from '../../../people/audit/audit-log.ts'
import { Field } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { dateText, type View } from '../../look/view.ts'
import { queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { actorText, actText } from '../desk-words.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { About, AuditDetail } from './audit-entry.tsx'

export const auditRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskAudit', right: 'see_audit', act: showAudit },
]

const pageSize = 50
type Fields = { actor: string; act: string; about: string }

/** Who did what to what, newest first. */
async function showAudit(context: SignedInContext): Promise<unknown> {
  const { view, site, request } = context
  const { db } = site.shop.database
  const { t } = view
  const read = (name: string) =>
    (queryOf(request, name) ?? '')
      .replace(/\p{Cc}+/gu, ' ')
      .trim()
      .slice(0, 254)
  const fields: Fields = { actor: read('actor'), act: read('act'), about: read('about') }
  const before = /^aud_[0-9a-z]{1,40}$/.exec(read('before'))?.[0]
  const [page, acts] = await Promise.all([readAudit(db, { ...fields, before, limit: pageSize }), knownActs(db)])
  return sendDeskPage(context, {
    title: t('desk.foot_deskAudit'),
    children: (
      <>
        <div class="head">
          <div>
            <h1>{t('desk.foot_deskAudit')}</h1>
            <p class="soft">{t('audit.says')}</p>
          </div>
        </div>
        <AuditFilter view={view} fields={fields} acts={acts} />
        <div class="mt5">
          {page.entries.length === 0 ? (
            <p role="status">{t('audit.none')}</p>
          ) : (
            <AuditTable view={view} entries={page.entries} names={page.names} />
          )}
        </div>
        {page.older !== undefined && (
          <p class="mt4">
            <a class="go" href={olderLink(fields, page.older)}>
              {t('audit.older')}
              <Icon name="forward" size={18} />
            </a>
          </p>
        )}
      </>
    ),
  })
}

const olderLink = (fields: Fields, before: string): string =>
  link(
    'deskAudit',
    {},
    Object.fromEntries([...Object.entries(fields).filter(([, value]) => value !== ''), ['before', before]]),
  )

function AuditFilter({ view, fields, acts }: { view: View; fields: Fields; acts: readonly string[] }) {
  const { t } = view
  return (
    <form class="filter many" role="search" action={link('deskAudit')}>
      <Field view={view} name="actor" label={t('audit.actor')} value={fields.actor} />
      <div class="field">
        <label for="act">{t('audit.act')}</label>
        <select class="in" id="act" name="act">
          <option value="">{t('orders.any')}</option>
          {acts.map((act) => (
            <option key={act} value={act} selected={act === fields.act}>
              {actText(view, act)}
            </option>
          ))}
        </select>
      </div>
      <Field view={view} name="about" label={t('audit.about')} value={fields.about} />
      <button class="btn quiet" type="submit">
        <Icon name="search" size={18} />
        {t('orders.submit')}
      </button>
    </form>
  )
}

type TableProps = { view: View; entries: readonly AuditEntry[]; names: ReadonlyMap<string, string> }

function AuditTable({ view, entries, names }: TableProps) {
  const { t } = view
  return (
    <table class="data reflow acts" role="table">
      <caption class="vh">{t('desk.foot_deskAudit')}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {(['at', 'act', 'actor', 'about', 'detail'] as const).map((name) => (
            <th scope="col" role="columnheader" key={name}>
              {t(`audit.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {entries.map((entry) => (
          <tr role="row" key={entry.id}>
            <td role="cell" class="soft nb">
              {dateText(view, entry.at, 'short')}, {formatSeconds(entry.at, view)}
            </td>
            <td role="cell">
              <b>{actText(view, entry.act)}</b>
            </td>
            <td role="cell">{actorText(view, entry.actor, names)}</td>
            <td role="cell">
              <About view={view} about={entry.about} names={names} />
            </td>
            <td role="cell" class="soft id">
              <AuditDetail view={view} entry={entry} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

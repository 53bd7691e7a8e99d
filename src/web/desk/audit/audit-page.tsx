import { formatSeconds } from '../../../messages/format.ts'
import { type AuditEntry, knownActs, readAudit } from '../../../people/audit/audit-log.ts'
import { DataTable } from '../../look/data-table.tsx'
import { Field } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { PageHead, Pages } from '../../look/page-head.tsx'
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
    title: t('desk.menu_deskAudit'),
    children: (
      <>
        <PageHead title={t('desk.menu_deskAudit')} says={t('audit.says')} />
        <AuditFilter view={view} fields={fields} acts={acts} />
        <div class="mt5">
          <AuditTable view={view} entries={page.entries} names={page.names} />
        </div>
        <Pages
          view={view}
          on={page.older !== undefined && { href: olderLink(fields, page.older), label: t('audit.older') }}
        />
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
    <DataTable
      caption={t('desk.menu_deskAudit')}
      empty={t('audit.none')}
      phone="stack"
      layout="acts"
      rows={entries}
      keyOf={({ id }) => id}
      columns={[
        {
          head: t('audit.at'),
          as: 'soft',
          cell: ({ at }) => `${dateText(view, at, 'short')}, ${formatSeconds(at, view)}`,
        },
        { head: t('audit.act'), cell: ({ act }) => <b>{actText(view, act)}</b> },
        { head: t('audit.actor'), cell: ({ actor }) => actorText(view, actor, names) },
        { head: t('audit.about'), cell: ({ about }) => <About view={view} about={about} names={names} /> },
        { head: t('audit.detail'), class: 'soft id', cell: (entry) => <AuditDetail view={view} entry={entry} /> },
      ]}
    />
  )
}

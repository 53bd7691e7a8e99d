import type { Section } from '../look/frame/desk-frame.tsx'
import { GoLink, PageHead } from '../look/page-head.tsx'
import type { SignedInContext } from '../request-context.ts'
import { link } from '../routes.ts'
import type { DeskRoute } from './desk-route.ts'
import { sendDeskPage } from './send-desk-page.ts'

export const helpRoutes: readonly DeskRoute[] = [{ method: 'GET', route: 'deskHelp', right: 'see_desk', act: showHelp }]

/** What people who work here ask, in the order in which it comes up, each with the page where it is done. */
const questions: ReadonlyArray<{
  name: 'paid' | 'held' | 'refund' | 'discount' | 'brand' | 'people' | 'books'
  at: Section
}> = [
  { name: 'paid', at: 'deskOrders' },
  { name: 'held', at: 'desk' },
  { name: 'refund', at: 'deskOrders' },
  { name: 'discount', at: 'deskArticles' },
  { name: 'brand', at: 'deskBrand' },
  { name: 'people', at: 'deskPeople' },
  { name: 'books', at: 'deskReconciliation' },
]

function showHelp(context: SignedInContext): Promise<unknown> {
  const { t } = context.view
  return sendDeskPage(context, {
    title: t('desk.menu_deskHelp'),
    children: (
      <>
        <PageHead title={t('desk.menu_deskHelp')} says={t('help.says')} />
        <div class="stack g5 narrow">
          {questions.map(({ name, at }) => (
            <section key={name} class="stack g2" aria-labelledby={name}>
              <h2 id={name}>{t(`help.${name}`)}</h2>
              <p>{t(`help.${name}_says`)}</p>
              <p>
                <GoLink href={link(at)} label={t(`desk.menu_${at}`)} icon="forward" />
              </p>
            </section>
          ))}
        </div>
      </>
    ),
  })
}

import { sendPage } from '../../../answer.ts'
import { Icon } from '../../../look/icon.tsx'
import { Lead, PageHead } from '../../../look/page-head.tsx'
import { Id, News, State } from '../../../look/paper.tsx'
import type { View } from '../../../look/view.ts'
import { queryOf, type RequestContext } from '../../../request-context.ts'
import { link } from '../../../routes.ts'
import { FormSamples } from './form-samples.tsx'
import { PaperSamples } from './paper-samples.tsx'
import { longest } from './sample-rows.ts'
import { TableSamples } from './table-samples.tsx'

/** Every component of web/look in every state, as portal or desk. In the demonstration alone. */
export async function showLook(context: RequestContext): Promise<unknown> {
  const atDesk = queryOf(context.request, 'frame') === 'desk'
  // The desk's frame names who works there.
  const view = {
    ...context.view,
    person: context.view.person ?? { name: longest.name, login: longest.login, hasAddress: true },
  }
  return sendPage(atDesk ? { ...context, view } : context, {
    title: view.t('look.title'),
    ...(atDesk && { desk: { waiting: 3 } }),
    children: <LookPage view={view} atDesk={atDesk} />,
  })
}

function LookPage({ view, atDesk }: { view: View; atDesk: boolean }) {
  const { t } = view
  return (
    <>
      <Lead
        title={t('look.title')}
        says={t('look.says')}
        ways={[
          atDesk
            ? { href: link('look'), label: t('look.portal'), icon: 'back' }
            : { href: link('look', {}, { frame: 'desk' }), label: t('desk.title'), icon: 'forward' },
        ]}
      />
      <Heads view={view} />
      <TableSamples view={view} />
      <PaperSamples view={view} />
      <FormSamples view={view} />
    </>
  )
}

/** Heads are levels of their own on a page; here each stands in a part that is named for it. */
function Heads({ view }: { view: View }) {
  const { t } = view
  return (
    <section aria-label={t('look.heads')}>
      <PageHead title={t('look.heads')} />
      <PageHead
        title={<Id text={longest.login} />}
        back={{ href: link('home'), label: t('frame.back_home') }}
        state={
          <State tone="live" icon="hourglass">
            {t('look.waiting')}
          </State>
        }
        says={t('look.long_text')}
      >
        <a class="btn quiet" href={link('home')}>
          {t('look.action')}
        </a>
        <a class="btn" href={link('home')}>
          <Icon name="plus" size={18} />
          {t('look.action')}
        </a>
      </PageHead>
      <News>{t('look.done')}</News>
      <News tone="care" icon="warning">
        {t('look.long_text')}
      </News>
    </section>
  )
}

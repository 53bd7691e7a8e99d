import { nowOf } from '../../../kit/clock.ts'
import { Failure, type FieldProblem } from '../../../kit/failure.ts'
import { askEmailChange, confirmEmail, pendingEmail } from '../../../people/change-email.ts'
import { changeProfile } from '../../../people/person.ts'
import { changePassword } from '../../../people/sign-in/change-password.ts'
import { endAllSessions, forgetSessionLanguage, listSessions } from '../../../people/sign-in/web-session.ts'
import { exportPerson } from '../../../receipts/person-export.ts'
import { goTo, sendPage } from '../../answer.ts'
import { Notice } from '../../look/paper.tsx'
import { link } from '../../routes.ts'
import { fieldOf, paramOf, queryOf, type SignedVisit, type Visit } from '../../visit.ts'
import { ProfilePage } from './profile-page.tsx'

export const showProfile = (visit: SignedVisit): Promise<unknown> => draw(visit, [])

async function draw(visit: SignedVisit, problems: readonly FieldProblem[]): Promise<unknown> {
  const { site, person, view, request } = visit
  const { db, clock } = site.shop.database
  const at = { personId: person.id, now: nowOf(clock) }
  const [sessions, pending] = await Promise.all([listSessions(db, at), pendingEmail(db, at)])
  const typed = request.method === 'POST' ? typedIn(visit, ['name', 'email']) : {}
  return sendPage(visit, {
    title: view.t('profile.title'),
    at: 'account',
    status: problems.length > 0 ? 422 : 200,
    children: (
      <ProfilePage
        view={view}
        person={person}
        typed={typed}
        pendingEmail={pending}
        sessions={sessions.length}
        problems={problems}
        saved={queryOf(request, 'saved') === 'yes'}
      />
    ),
  })
}

function typedIn({ request }: Visit, names: readonly string[]): Record<string, string> {
  const body = (request.body ?? {}) as Record<string, unknown>
  return Object.fromEntries(names.filter((name) => name in body).map((name) => [name, fieldOf(request, name)]))
}

/** Does it and comes back with "saved", or draws the page again with what was typed and what is wrong. */
async function attempt(visit: SignedVisit, act: () => Promise<void>): Promise<unknown> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'invalid') throw error
    return draw(visit, error.problems)
  }
  return goTo(visit, link('profile', {}, { saved: 'yes' }))
}

export function saveProfile(visit: SignedVisit): Promise<unknown> {
  const { site, person, session, request } = visit
  const language = (['fr', 'en'] as const).find((each) => each === fieldOf(request, 'language'))
  const change = { personId: person.id, name: fieldOf(request, 'name'), ...(language && { language }) }
  return attempt(visit, () =>
    site.shop.database.transact(async (tx) => {
      await changeProfile(tx, change)
      if (language && language !== person.language) await forgetSessionLanguage(tx, session)
    }),
  )
}

export function changeOwnEmail(visit: SignedVisit): Promise<unknown> {
  const { site, person, request } = visit
  const ask = { person, email: fieldOf(request, 'email'), password: fieldOf(request, 'emailPassword') }
  return attempt(visit, async () => {
    await askEmailChange(site.shop.database, ask)
    site.worker.kick('mails')
  })
}

export function changeOwnPassword(visit: SignedVisit): Promise<unknown> {
  const { site, person, request, session } = visit
  const [oldPassword, newPassword] = [fieldOf(request, 'oldPassword'), fieldOf(request, 'newPassword')]
  const change = { person, oldPassword, newPassword, sessionHash: session.tokenHash }
  return attempt(visit, () => changePassword(site.shop.database, change))
}

export async function endOwnSessions(visit: SignedVisit): Promise<unknown> {
  await visit.site.shop.database.transact((tx) => endAllSessions(tx, { personId: visit.person.id }))
  return goTo(visit, link('signIn'))
}

/** The link of the mail. It needs no sign-in: who reads that mailbox has proved it. */
export async function confirmOwnEmail(visit: Visit): Promise<unknown> {
  await confirmEmail(visit.site.shop.database, paramOf(visit.request, 'token'))
  const { view } = visit
  return sendPage(visit, {
    title: view.t('profile.email'),
    children: (
      <div class="lead stack">
        <h1>{view.t('profile.email')}</h1>
        <Notice tone="good" icon="confirmed">
          <p>{view.t('profile.email_confirmed')}</p>
        </Notice>
        <p>
          <a class="go" href={link('home')}>
            {view.t('frame.back_home')}
          </a>
        </p>
      </div>
    ),
  })
}

export async function downloadData(visit: SignedVisit): Promise<unknown> {
  const data = await exportPerson(visit.site.shop.database.db, visit.person.id)
  return visit.reply
    .header('cache-control', 'no-store')
    .header('content-disposition', 'attachment; filename="obole.json"')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(data, null, 2))
}

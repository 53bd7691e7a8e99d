import { nowOf } from '../../../kit/clock.ts'
import { Failure, type FieldProblem } from '../../../kit/failure.ts'
import { askEmailChange, pendingEmail } from '../../../people/change-email.ts'
import { changeProfile } from '../../../people/person.ts'
import { changePassword } from '../../../people/sign-in/change-password.ts'
import { findPasswordHash } from '../../../people/sign-in/credential.ts'
import { endAllSessions, forgetSessionLanguage, listSessions } from '../../../people/sign-in/web-session.ts'
import { exportPerson } from '../../../receipts/person-export.ts'
import { goTo, sendPage } from '../../answer.ts'
import { fieldOf, queryOf, type RequestContext, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { ProfilePage } from './profile-page.tsx'

export const showProfile = (context: SignedInContext): Promise<unknown> => draw(context, [])

async function draw(context: SignedInContext, problems: readonly FieldProblem[]): Promise<unknown> {
  const { site, person, view, request } = context
  const { db, clock } = site.shop.database
  const at = { personId: person.id, now: nowOf(clock) }
  const [sessions, pending, passwordHash] = await Promise.all([
    listSessions(db, at),
    pendingEmail(db, at),
    findPasswordHash(db, person.id),
  ])
  const typed = request.method === 'POST' ? typedIn(context, ['name', 'email']) : {}
  return sendPage(context, {
    title: view.t('profile.title'),
    at: 'account',
    status: problems.length > 0 ? 422 : 200,
    children: (
      <ProfilePage
        view={view}
        person={person}
        hasPassword={passwordHash !== undefined}
        typed={typed}
        pendingEmail={pending}
        sessions={sessions.length}
        problems={problems}
        saved={queryOf(request, 'saved') === 'yes'}
      />
    ),
  })
}

function typedIn({ request }: RequestContext, names: readonly string[]): Record<string, string> {
  const body = (request.body ?? {}) as Record<string, unknown>
  return Object.fromEntries(names.filter((name) => name in body).map((name) => [name, fieldOf(request, name)]))
}

/** Does it and comes back with "saved", or draws the page again with what was typed and what is wrong. */
async function attempt(context: SignedInContext, act: () => Promise<void>): Promise<unknown> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'invalid') throw error
    return draw(context, error.problems)
  }
  return goTo(context, link('profile', {}, { saved: 'yes' }))
}

export function saveProfile(context: SignedInContext): Promise<unknown> {
  const { site, person, session, request } = context
  const language = context.view.languages.find((each) => each === fieldOf(request, 'language'))
  const change = { personId: person.id, name: fieldOf(request, 'name'), ...(language && { language }) }
  return attempt(context, () =>
    site.shop.database.transact(async (tx) => {
      await changeProfile(tx, change)
      if (language && language !== person.language) await forgetSessionLanguage(tx, session)
    }),
  )
}

export function changeOwnEmail(context: SignedInContext): Promise<unknown> {
  const { site, person, request } = context
  const ask = { person, email: fieldOf(request, 'email'), password: fieldOf(request, 'emailPassword') }
  return attempt(context, async () => {
    await askEmailChange(site.shop.database, ask)
    site.worker.wake('mails')
  })
}

export function changeOwnPassword(context: SignedInContext): Promise<unknown> {
  const { site, person, request, session } = context
  const [oldPassword, newPassword] = [fieldOf(request, 'oldPassword'), fieldOf(request, 'newPassword')]
  const change = { person, oldPassword, newPassword, sessionHash: session.tokenHash }
  return attempt(context, () => changePassword(site.shop.database, change))
}

export async function endOwnSessions(context: SignedInContext): Promise<unknown> {
  await context.site.shop.database.transact((tx) => endAllSessions(tx, { personId: context.person.id }))
  return goTo(context, link('signIn'))
}

export async function downloadData(context: SignedInContext): Promise<unknown> {
  const data = await exportPerson(context.site.shop.database.db, context.person.id)
  return context.reply
    .header('cache-control', 'no-store')
    .header('content-disposition', 'attachment; filename="obole.json"')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(data, null, 2))
}

import { perform } from '../../../db/act.ts'
import { nowOf } from '../../../kit/clock.ts'
import { Failure, type FieldProblem, orNotFound } from '../../../kit/failure.ts'
import { type Language, mainLanguage } from '../../../kit/language.ts'
import { giveRole, looksLastManager, type RoleRefusal, withdrawRole } from '../../../people/change-role.ts'
import { findPeople, maxPeopleText, rolesOf } from '../../../people/find-people.ts'
import { addPerson, disablePerson, enablePerson, resetPassword } from '../../../people/manage-people.ts'
import { findPerson, type Person } from '../../../people/person.ts'
import { readRoles } from '../../../people/role.ts'
import { listSessions } from '../../../people/sign-in/web-session.ts'
import { goTo } from '../../answer.ts'
import { fieldOf, paramOf, queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { NewPersonPage } from './new-person-page.tsx'
import { PeoplePage } from './people-page.tsx'
import { PersonPage } from './person-page.tsx'

export const peopleRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskPeople', right: 'see_desk', act: showPeople },
  { method: 'POST', route: 'deskPeople', right: 'manage_people', proved: 'people', act: createNewPerson },
  { method: 'GET', route: 'deskPersonNew', right: 'manage_people', act: showNewPerson },
  { method: 'GET', route: 'deskPerson', right: 'see_desk', act: showPerson },
  { method: 'POST', route: 'deskPerson', right: 'manage_people', proved: 'people', act: changePerson },
]

const pageSize = 50
const longestTyped = 300

/** Everybody, or who is looked for, in the order of the logins. */
async function showPeople(context: SignedInContext): Promise<unknown> {
  const { view, site, request } = context
  const text = (queryOf(request, 'q') ?? '').trim().slice(0, maxPeopleText)
  const after = queryOf(request, 'after')?.slice(0, maxPeopleText)
  const found = await findPeople(site.shop.database.db, { text, limit: pageSize, after })
  return sendDeskPage(context, {
    title: view.t('desk.menu_deskPeople'),
    children: <PeoplePage view={view} text={text} found={found} isFirst={after === undefined} />,
  })
}

function showNewPerson(context: SignedInContext): Promise<unknown> {
  return drawNew(context, { login: '', name: '', email: '', language: mainLanguage }, [])
}

type Typed = { login: string; name: string; email: string; language: Language }

function drawNew(context: SignedInContext, typed: Typed, problems: readonly FieldProblem[]): Promise<unknown> {
  const { view } = context
  return sendDeskPage(context, {
    title: view.t('people.new'),
    status: problems.length > 0 ? 422 : 200,
    children: <NewPersonPage view={view} typed={typed} problems={problems} />,
  })
}

/** Creates a person and writes the letter with the link; no password is typed or shown here. */
async function createNewPerson(context: SignedInContext): Promise<unknown> {
  const { request, site, view, person: by } = context
  const textOf = (name: string) => fieldOf(request, name).slice(0, longestTyped)
  const chosen = fieldOf(request, 'language')
  const language = view.languages.find((each) => each === chosen) ?? mainLanguage
  const typed: Typed = { login: textOf('login'), name: textOf('name'), email: textOf('email'), language }
  try {
    const { person } = await addPerson(site.shop.database, { ...typed, by: by.id, way: 'letter' })
    site.worker.wake('mails')
    return await goTo(context, link('deskPerson', { personId: person.id }, { done: 'created' }))
  } catch (error) {
    if (!(error instanceof Failure) || error.problems.length === 0) throw error
    return drawNew(context, typed, error.problems)
  }
}

async function getPerson({ site, request }: SignedInContext): Promise<Person> {
  const person = orNotFound(await findPerson(site.shop.database.db, paramOf(request, 'personId')), 'person')
  return person
}

const dones = ['created', 'disabled', 'enabled', 'letter', 'granted', 'taken'] as const

async function showPerson(context: SignedInContext): Promise<unknown> {
  const asked = queryOf(context.request, 'done')
  return drawPerson(context, await getPerson(context), { done: dones.find((each) => each === asked) })
}

async function drawPerson(
  context: SignedInContext,
  person: Person,
  said: { done?: (typeof dones)[number] | undefined; refused?: RoleRefusal },
): Promise<unknown> {
  const { view, site } = context
  const { db, clock } = site.shop.database
  const [account, roles, sessions, isLast] = await Promise.all([
    site.shop.accounts.balanceOf({ personId: person.id, login: person.login }),
    rolesOf(db, person.id),
    listSessions(db, { personId: person.id, now: nowOf(clock) }),
    looksLastManager(db, person.id),
  ])
  return sendDeskPage(context, {
    title: person.name,
    status: said.refused ? 409 : 200,
    children: (
      <PersonPage
        view={view}
        person={person}
        roles={roles}
        account={account}
        sessions={sessions.length}
        isSelf={person.id === context.person.id}
        isLastManager={isLast}
        {...said}
      />
    ),
  })
}

/** The buttons of the page lead here: the letter, disable, enable, a role. Nobody locks themselves out. */
async function changePerson(context: SignedInContext): Promise<unknown> {
  const { site, request } = context
  const person = await getPerson(context)
  const change = { personId: person.id, by: context.person.id }
  const { database, log } = site.shop
  const act = fieldOf(request, 'act')
  const goBack = (done: (typeof dones)[number]) => goTo(context, link('deskPerson', { personId: person.id }, { done }))
  if (act === 'letter') {
    await database.transact((tx) => resetPassword(tx, { person, by: context.person.id, way: 'letter' }))
    site.worker.wake('mails')
    return goBack('letter')
  }
  if (act === 'disable') {
    if (person.id === context.person.id) throw new Failure('forbidden', 'nobody disables themselves')
    await database.transact((tx) => disablePerson(tx, change))
    log.info({ personId: person.id }, 'person disabled')
    return goBack('disabled')
  }
  if (act === 'give' || act === 'take') {
    const [role] = readRoles(fieldOf(request, 'role'))
    if (!role) throw new Failure('invalid', 'no such role')
    const actOn = act === 'give' ? giveRole : withdrawRole
    const outcome = await perform(database, (tx) => actOn(tx, { ...change, role }))
    if (outcome.is === 'refused') return drawPerson(context, person, { refused: outcome.because })
    return goBack(act === 'give' ? 'granted' : 'taken')
  }
  if (act !== 'enable') throw new Failure('invalid', 'no such act')
  await database.transact((tx) => enablePerson(tx, change))
  return goBack('enabled')
}

import type { Database, Tx } from '../db/database.ts'
import { Failure } from '../kit/failure.ts'
import { isLanguage, mainLanguage } from '../kit/language.ts'
import { findPeople } from '../people/find-people.ts'
import { addPerson, disablePerson, enablePerson, resetPassword } from '../people/manage-people.ts'
import { findPersonByLogin, type Person } from '../people/person.ts'
import { refusalText } from './refusal-text.ts'

const by = 'command line'

export type AddOptions = { name: string; email?: string; language: string; showLink?: boolean }

/** Creates a person. The link to choose a password goes by mail, or onto the screen where no mail leaves yet. */
export async function addPersonCommand(
  database: Database,
  wish: AddOptions & { login: string; publicUrl: string },
): Promise<number> {
  const { login, name, email, publicUrl } = wish
  const language = isLanguage(wish.language) ? wish.language : mainLanguage
  const way = wish.showLink ? 'shown' : 'letter'
  return orRefused(async () => {
    const { person, token } = await addPerson(database, { login, name, email, language, by, way })
    console.log(`${person.login} is created. ${linkText({ email: person.email, token, publicUrl, way })}`)
  })
}

/** Gives a link to choose a password; the one of today works until then. */
export async function resetPasswordCommand(
  database: Database,
  wish: { login: string; showLink?: boolean; publicUrl: string },
): Promise<number> {
  const way = wish.showLink ? 'shown' : 'letter'
  return withPerson(database, wish.login, (person) =>
    orRefused(async () => {
      const token = await database.transact((tx) => resetPassword(tx, { person, by, way }))
      console.log(linkText({ email: person.email, token, publicUrl: wish.publicUrl, way }))
    }),
  )
}

function linkText(link: { email: string | null; token: string; publicUrl: string; way: 'letter' | 'shown' }): string {
  if (link.way === 'letter') return `A link to choose a password goes to ${link.email} by mail.`
  return `Choose a password within seven days: ${link.publicUrl}/new-password/${link.token}`
}

/** Ends the person's sessions and lets nobody in. */
export const disablePersonCommand = (database: Database, login: string): Promise<number> =>
  setState(database, { login, state: 'disabled', act: disablePerson })

/** Lets the person in again. */
export const enablePersonCommand = (database: Database, login: string): Promise<number> =>
  setState(database, { login, state: 'enabled', act: enablePerson })

type Change = (tx: Tx, change: { personId: string; by: string }) => Promise<boolean>

function setState(database: Database, wish: { login: string; state: string; act: Change }): Promise<number> {
  return withPerson(database, wish.login, (person) =>
    orRefused(async () => {
      const changed = await database.transact((tx) => wish.act(tx, { personId: person.id, by }))
      console.log(`${person.login} is ${wish.state}${changed ? '' : ' already'}.`)
    }),
  )
}

async function withPerson(database: Database, login: string, act: (person: Person) => Promise<number>) {
  const person = await findPersonByLogin(database.db, login)
  if (person) return act(person)
  console.log(`${login} is not known.`)
  return 1
}

async function orRefused(act: () => Promise<void>): Promise<number> {
  try {
    await act()
    return 0
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.log(refusalText(error))
    return 1
  }
}

const atOnce = 500

/** One line a person, in the order of the logins; columns by tabs, so that other programs can read them. */
export async function listPeopleCommand(database: Database, text: string): Promise<number> {
  let after: string | undefined
  do {
    const page = await findPeople(database.db, { text, limit: atOnce, after })
    for (const { login, disabledAt, roles, email, name } of page.people)
      console.log([login, disabledAt === null ? 'enabled' : 'disabled', roles.join(' '), email ?? '', name].join('\t'))
    after = page.next
  } while (after !== undefined)
  return 0
}

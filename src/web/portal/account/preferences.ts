import { changeProfile } from '../../../people/person.ts'
import { forgetSessionLanguage } from '../../../people/sign-in/web-session.ts'
import { goTo } from '../../answer.ts'
import { setCookie } from '../../cookies.ts'
import { fieldOf, ownPath, type RequestContext } from '../../request-context.ts'

/** Language and display: for the person, wherever they sign in next, or, signed out, for this browser. */
export async function changePreferences(context: RequestContext): Promise<unknown> {
  const { request, person, session, site } = context
  const language = context.view.languages.find((each) => each === fieldOf(request, 'language'))
  const theme = (['automatic', 'light', 'dark'] as const).find((each) => each === fieldOf(request, 'theme'))
  if (person && session) {
    const change = { personId: person.id, ...(language && { language }), ...(theme && { theme }) }
    await site.shop.database.transact(async (tx) => {
      await changeProfile(tx, change)
      if (language) await forgetSessionLanguage(tx, session)
    })
  } else {
    if (language) setCookie(context, { name: 'obole-language', value: language, keep: true })
    if (theme) setCookie(context, { name: 'obole-theme', value: theme, keep: true })
  }
  return goTo(context, ownPath(fieldOf(request, 'back') || '/'))
}

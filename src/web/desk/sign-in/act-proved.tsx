import { Failure, type FieldProblem } from '../../../kit/failure.ts'
import { isFreshlyProved, proofOf, proveAnew } from '../../../people/sign-in/fresh-proof.ts'
import { CsrfToken, ErrorSummary, Field } from '../../look/form.tsx'
import { Lead } from '../../look/page-head.tsx'
import { fieldOf, type SignedInContext } from '../../request-context.ts'
import type { Weighty } from '../desk-route.ts'
import { sendDeskPage } from '../send-desk-page.ts'

type Fields = ReadonlyArray<readonly [name: string, value: string]>
/** Fields of this page alone: what was entered before is carried beside them. */
const ownFields = ['csrf', 'proof']

/**
 * Acts for who has proved minutes ago who they are. Who has not is asked for it first, on a page that keeps what was
 * entered and sends it on with the proof.
 */
export async function actProved(
  context: SignedInContext,
  what: Weighty,
  act: (context: SignedInContext) => Promise<unknown>,
): Promise<unknown> {
  const { request, site, person, session } = context
  const { database } = site.shop
  if (await isFreshlyProved(database, { person, session })) return act(context)
  const proof = fieldOf(request, 'proof')
  if (!('proof' in (request.body as object))) return ask(context, what, [])
  try {
    if (proof.trim() === '') throw new Failure('invalid', 'no proof', [await nothingTyped(context)])
    await proveAnew(database, site.secretBox, { person, session, proof })
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'invalid') throw error
    site.shop.log.warn({ personId: person.id, why: error.message }, 'proof of identity refused')
    return ask(context, what, error.problems)
  }
  return act(context)
}

async function nothingTyped({ site, person }: SignedInContext): Promise<FieldProblem> {
  const by = await proofOf(site.shop.database.db, person)
  return { field: 'proof', message: by === 'password' ? 'problem.password_empty' : 'problem.code_empty' }
}

async function ask(context: SignedInContext, what: Weighty, problems: readonly FieldProblem[]): Promise<unknown> {
  const { view, request, site, person } = context
  const { t } = view
  const by = await proofOf(site.shop.database.db, person)
  const isDemoLogin = by === 'password' && site.demoLogins.some(({ login }) => login === person.login)
  const page = (
    <Lead title={t('proved.title')} says={t('proved.says')}>
      <p>{t(`proved.what_${what}`)}</p>
      <ErrorSummary view={view} problems={problems} />
      {by === 'sign_in' ? (
        <p>{t('proved.sign_in')}</p>
      ) : (
        <form class="stack narrow mt4" method="post" action={request.url}>
          <CsrfToken view={view} />
          {enteredIn(request.body).map(([name, value], at) => (
            <input key={at} type="hidden" name={name} value={value} />
          ))}
          <Field
            view={view}
            name="proof"
            label={t(`proved.${by}`)}
            type={by === 'password' ? 'password' : 'text'}
            autocomplete={by === 'password' ? 'current-password' : 'one-time-code'}
            problems={problems}
          />
          {isDemoLogin && <p class="small soft">{t('proved.demo', { password: site.demoPassword })}</p>}
          <div class="row actions">
            <button class="btn" type="submit">
              {t('proved.go')}
            </button>
            <a class="btn quiet" href={request.url}>
              {t('proved.cancel')}
            </a>
          </div>
        </form>
      )}
    </Lead>
  )
  return sendDeskPage(context, { title: t('proved.title'), status: problems.length > 0 ? 422 : 200, children: page })
}

/** What a form brought, in its order; its reader has bounded it. */
function enteredIn(body: unknown): Fields {
  return Object.entries(body as Record<string, unknown>)
    .filter(([name]) => !ownFields.includes(name))
    .flatMap(([name, value]) => [value].flat().map((each) => [name, String(each)] as const))
}

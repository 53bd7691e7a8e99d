import type { ComponentChildren } from 'preact'
import { encode } from 'uqr'
import type { FieldProblem } from '../../../kit/failure.ts'
import { CsrfToken, ErrorSummary, Field } from '../../look/form.tsx'
import { Lead } from '../../look/page-head.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'

type Asked = { view: View; next: string; problems: readonly FieldProblem[] }

/** The first visit: a secret for the telephone, believed once its code was right. */
export function SetUpPage({ view, next, problems, ...secret }: Asked & { uri: string; key: string; sealed: string }) {
  const { t } = view
  return (
    <Lead title={t('factor.setup_title')} says={t('factor.setup_says')}>
      <ErrorSummary view={view} problems={problems} />
      <div class="stack g4 mt4">
        <p>{t('factor.scan')}</p>
        <SquarePicture view={view} text={secret.uri} />
        <div>
          <p class="small soft">{t('factor.key')}</p>
          <p class="id key">{(secret.key.match(/.{4}/g) ?? []).join(' ')}</p>
        </div>
      </div>
      <CodeForm view={view} next={next} label={t('factor.code')} hint={t('factor.code_hint')} problems={problems}>
        <input type="hidden" name="sealed" value={secret.sealed} />
        <button class="btn" type="submit">
          {t('factor.confirm')}
        </button>
      </CodeForm>
    </Lead>
  )
}

/** The recovery codes, this once. */
export function RecoveryCodesPage({ view, codes, next }: { view: View; codes: readonly string[]; next: string }) {
  const { t } = view
  return (
    <Lead title={t('factor.codes_title')} says={t('factor.codes_says')}>
      <ol class="codes mt4" aria-label={t('factor.codes')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div class="row actions mt4">
        <a class="btn" href={next}>
          {t('factor.continue')}
        </a>
      </div>
    </Lead>
  )
}

/** Every later sign-in. */
export function AskCodePage({ view, next, problems }: Asked) {
  const { t } = view
  return (
    <Lead title={t('factor.ask_title')} says={t('factor.ask_says')}>
      <ErrorSummary view={view} problems={problems} />
      <CodeForm view={view} next={next} label={t('factor.ask_code')} problems={problems}>
        <button class="btn" type="submit">
          {t('factor.enter')}
        </button>
      </CodeForm>
      <div class="small soft mt4">
        <p>{t('factor.lost')}</p>
      </div>
    </Lead>
  )
}

function CodeForm({
  view,
  next,
  label,
  hint,
  problems,
  children,
}: Asked & { label: string; hint?: string; children: ComponentChildren }) {
  return (
    <form class="stack narrow mt4" method="post" action={link('deskSecondFactor')}>
      <CsrfToken view={view} />
      <input type="hidden" name="next" value={next} />
      <Field
        view={view}
        name="code"
        label={label}
        {...(hint && { hint })}
        autocomplete="one-time-code"
        problems={problems}
      />
      {children}
    </form>
  )
}

/** Drawn by the server as one path, dark on light in every theme: that is how cameras read it. */
function SquarePicture({ view, text }: { view: View; text: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg class="square" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={view.t('factor.picture')}>
      <path d={path} />
    </svg>
  )
}

import { brandFields } from '../../../brand/brand-fields.ts'
import { type LimitName, limitNames } from '../../../catalogue/buying-limits.ts'
import { type Amount, credit } from '../../../kit/amount.ts'
import { formatMoney, formatPercent } from '../../../messages/format.ts'
import { isMessageKey } from '../../../messages/translate.ts'
import { readAuditDetail } from '../../../people/audit/audit.ts'
import type { AuditEntry } from '../../../people/audit/audit-log.ts'
import { Icon } from '../../look/icon.tsx'
import { Id } from '../../look/paper.tsx'
import { creditText, inLanguage, momentText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { shopCurrency } from '../articles/draw-article.tsx'
import { limitLabel, limitText } from '../articles/plan-lines.ts'

/** Whom or what an entry is about, as people call it, with the way to it. */
export function About({ view, about, names }: { view: View; about: string; names: ReadonlyMap<string, string> }) {
  const way = wayTo(about)
  const text = <Id text={aboutText(view, about, names)} />
  return way === undefined ? text : <a href={way}>{text}</a>
}

function aboutText(view: View, about: string, names: ReadonlyMap<string, string>): string {
  const { t } = view
  const name = names.get(about)
  if (about.startsWith('art_') && name !== undefined) return t('articles.one', { number: name })
  if (about.startsWith('trm_')) return t('desk.menu_deskTerms')
  if (about === 'shop' || about === 'brand' || about === 'books') return t(`audit.${about}`)
  const methods = about.split(' ').map((id) => view.method(id))
  if (methods.every(({ by }) => by !== '')) return methods.map((method) => method.name).join(', ')
  const section = `brand.section_${about}`
  if (isMessageKey(section)) return t('audit.draft_of', { section: t(section) })
  const kind = `audit.of_${about.slice(0, 3)}`
  return name ?? (about[3] === '_' && isMessageKey(kind) ? t(kind) : about)
}

/** By the kind that an id carries. */
function wayTo(about: string): string | undefined {
  switch (about.slice(0, 4)) {
    case 'ord_':
      return link('deskOrder', { orderId: about })
    case 'per_':
      return link('deskPerson', { personId: about })
    case 'pay_':
      return link('deskPayment', { paymentId: about })
    case 'top_':
      return link('deskTopUp', { topUpId: about })
    case 'rfd_':
      return link('deskRefund', { refundId: about })
    case 'dif_':
      return link('deskDifference', { differenceId: about })
    case 'fct_':
      return link('deskContradiction', { factId: about })
    case 'ntc_':
      return link('deskNotice', { noticeId: about })
    case 'mai_':
      return link('deskMail', { mailId: about })
    case 'wdr_':
      return link('deskWithdrawal', { withdrawalId: about })
    case 'rct_':
      return link('deskReceipt', { receiptId: about })
    case 'art_':
      return link('deskArticleHistory', { articleId: about })
    case 'trm_':
      return link('termsVersion', { termsId: about })
    default:
      return about === 'brand' ? link('deskBrandVersions') : undefined
  }
}

/** What was kept with an act: `motif : erreur de montant, somme : 4,00 €`; what is long opens when it is asked for. */
export function AuditDetail({ view, entry }: { view: View; entry: AuditEntry }) {
  const kept = Object.entries(readAuditDetail(entry.detail))
  const { t } = view
  const lines = kept.filter(([name, value]) => !isDocument(value) && !linked.has(name) && name !== 'sha256')
  const ways = kept.flatMap(([name, value]) => (linked.has(name) ? { name, href: wayTo(String(value)) } : []))
  const documents = kept.filter(([, value]) => isDocument(value))
  return (
    <>
      {lines.map(([name, value]) => t('audit.pair', pairOf(view, name, value))).join(', ')}
      {ways.map(
        ({ name, href }) =>
          href !== undefined && (
            <span key={name}>
              {' '}
              <a href={href}>{nameText(view, name)}</a>
            </span>
          ),
      )}
      {documents.map(([name, value]) => (
        <details class="fold" key={name}>
          <summary>
            <Icon name="chevron" size={18} />
            {nameText(view, name)}
          </summary>
          <pre class="raw" tabindex={0}>
            {JSON.stringify(value, undefined, 1)}
          </pre>
        </details>
      ))}
    </>
  )
}

/** Kept as an internal number: what it leads to is more to the point. */
const linked = new Set(['paymentId', 'refundId', 'topUpId'])

const isAmount = (value: unknown): value is Amount => typeof value === 'object' && value !== null && 'minor' in value
/** A whole draft that was given up, for instance. */
const isDocument = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isAmount(value)
const isLimit = (name: string): name is LimitName => limitNames.some((each) => each === name)
const creditNames = new Set(['credit', 'creditMinor', 'bonusMinor'])

function pairOf(view: View, name: string, value: unknown): { name: string; value: string } {
  if (isLimit(name)) {
    const text = value === null ? view.t('articles.no_limits') : limitText(view, name, Number(value), shopCurrency)
    return { name: limitLabel(view, name, shopCurrency), value: text }
  }
  return { name: nameText(view, name), value: valueText(view, name, value) }
}

function nameText({ t }: View, name: string): string {
  const key = `audit.d_${name}`
  return isMessageKey(key) ? t(key) : name
}

function valueText(view: View, name: string, value: unknown): string {
  const { t, language } = view
  if (name === 'logo') return t(value === null ? 'audit.logo_gone' : 'audit.logo_new')
  if (value === null) return t('audit.nothing')
  if (isAmount(value)) return formatMoney(value, language)
  if (creditNames.has(name)) return creditText(view, credit(Number(value)))
  if (name === 'fields' && Array.isArray(value)) return value.map((field) => fieldText(view, String(field))).join(', ')
  if (name === 'payments' && Array.isArray(value)) return String(value.length)
  if (Array.isArray(value)) return value.length === 0 ? t('audit.nothing') : value.join(', ')
  if (name === 'rateBp') return formatPercent(Number(value), language)
  const text = String(value)
  if (name === 'effectiveAt' || name === 'backedUpAt') return momentText(view, text)
  if (name === 'direction' && (text === 'up' || text === 'down')) return t(`audit.${text}`)
  if (name === 'ground') return t(text === 'dark' ? 'brand.f_logo_dark' : 'brand.f_logo_light')
  if (name === 'by') return t(text === 'code' ? 'audit.by_code' : 'audit.by_password')
  const kind = `review.kind_${text}`
  return name === 'kind' && isMessageKey(kind) ? t(kind) : text
}

/** `Message d’accueil, en français`; a logo is a field that is not typed. */
export function fieldText(view: View, name: string): string {
  const { t } = view
  const field = brandFields.find((each) => each.name === name)
  const label = `brand.f_${field?.label ?? name}`
  if (!isMessageKey(label)) return name
  return field?.language ? inLanguage(view, t(label), field.language) : t(label)
}

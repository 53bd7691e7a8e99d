import { type OfferKind, offerKinds } from '../../../../catalogue/article-plan.ts'
import { textIn } from '../../../../kit/language.ts'
import { Options } from '../../../look/choice.tsx'
import { Field } from '../../../look/form.tsx'
import { DayField, type FormParts } from './typed-fields.tsx'

/** One advantage: what kind, how much, and on which days. */
export function OfferBlock({ place, isNew, ...parts }: FormParts & { place: number; isNew: boolean }) {
  const { view, fields, problems, currency } = parts
  const { t, brand, language } = view
  const name = (part: string): string => `offer${place}_${part}`
  const chosen = offerKinds.find((kind) => kind === fields[name('kind')]) ?? 'none'
  const words = { currency, unit: textIn(brand.creditNames, language).other }
  const hintOf = (kind: OfferKind | 'none'): string | undefined => {
    if (kind === 'none') return isNew ? undefined : t('articles.kind_none_hint')
    return t(kind === 'bonus' ? 'articles.kind_bonus_hint' : 'articles.kind_discount_hint')
  }
  return (
    <fieldset class="stack" id={name('kind')} tabindex={-1}>
      <legend class="lab">
        <b>{isNew ? t('articles.block_new') : t('articles.block', { place: place + 1 })}</b>
      </legend>
      <Options
        view={view}
        name={name('kind')}
        problems={problems}
        chosen={chosen}
        options={(['none', ...offerKinds] as const).map((kind) => ({
          value: kind,
          label: t(`articles.kind_${kind}`, words),
          says: hintOf(kind),
        }))}
      />
      <Field
        view={view}
        name={name('value')}
        label={t('articles.offer_value')}
        value={fields[name('value')] ?? ''}
        inputmode="decimal"
        autocomplete="off"
        problems={problems}
      />
      <div class="two">
        <DayField {...parts} name={name('from')} label={t('articles.offer_from')} />
        <DayField {...parts} name={name('until')} label={t('articles.offer_until')} />
      </div>
    </fieldset>
  )
}

import { mostOffers } from '../../../../catalogue/check-plan.ts'
import { amount, exponentOf } from '../../../../kit/amount.ts'
import { fieldIn, textIn, writtenLanguages } from '../../../../kit/language.ts'
import { formatMoney } from '../../../../messages/format.ts'
import { inLanguage } from '../../../look/view.ts'
import { LimitFields } from './limit-fields.tsx'
import { OfferBlock } from './offer-block.tsx'
import { DayField, Fold, type FormParts, Typed, VatField } from './typed-fields.tsx'

/** All fields of an article; what it is called, what it costs, what it gives, when, and to whom how often. */
export function ArticleFields({ isNew, ...parts }: FormParts & { isNew: boolean }) {
  const { view, fields } = parts
  const { t } = view
  const free = fields.kind === 'free'
  return (
    <>
      <input type="hidden" name="kind" value={free ? 'free' : 'fixed'} />
      {isNew && <Typed {...parts} name="number" label={t('articles.f_number')} hint={t('articles.number_hint')} />}
      {writtenLanguages.map((each) => (
        <Typed
          {...parts}
          key={each}
          name={fieldIn('title', each)}
          label={inLanguage(view, t('articles.p_title'), each)}
        />
      ))}
      {free ? <FreeFields {...parts} /> : <PriceFields {...parts} />}
      {!free && <Offers {...parts} />}
      <div>
        <Fold {...parts} title={t('articles.h_texts')} names={writtenLanguages.map((each) => fieldIn('text', each))}>
          {writtenLanguages.map((each) => (
            <Typed
              {...parts}
              key={each}
              name={fieldIn('text', each)}
              label={inLanguage(view, t('articles.f_text'), each)}
            />
          ))}
        </Fold>
        {!free && (
          <Fold {...parts} title={t('articles.h_later')} names={['nextFrom', 'nextPrice', 'nextVat']}>
            <div class="two">
              <DayField {...parts} name="nextFrom" label={t('articles.f_nextFrom')} hint={t('articles.later_hint')} />
              <Typed {...parts} name="nextPrice" label={t('articles.f_nextPrice')} decimal />
            </div>
            <VatField {...parts} name="nextVat" label={t('articles.f_nextVat')} />
          </Fold>
        )}
        <Fold {...parts} title={t('articles.h_dates')} names={['from', 'until']}>
          <div class="two">
            <DayField {...parts} name="from" label={t('articles.f_from')} hint={t('articles.from_hint')} />
            <DayField {...parts} name="until" label={t('articles.f_until')} hint={t('articles.until_hint')} />
          </div>
        </Fold>
        <Fold
          {...parts}
          title={t('articles.h_limits')}
          names={['ordersPerDay', 'ordersPerMonth', 'spentPerDay', 'spentPerMonth', 'balance']}
        >
          <LimitFields {...parts} />
        </Fold>
      </div>
    </>
  )
}

function PriceFields(parts: FormParts) {
  const { t, brand, language } = parts.view
  const unit = textIn(brand.creditNames, language).other
  return (
    <>
      <div class="two">
        <Typed {...parts} name="price" label={t('articles.f_price', { currency: parts.currency })} decimal />
        <Typed {...parts} name="credit" label={t('articles.f_credit', { unit })} decimal />
      </div>
      <VatField {...parts} name="vat" label={t('articles.f_vat')} />
    </>
  )
}

function FreeFields(parts: FormParts) {
  const { view, currency } = parts
  const { t, brand, language } = view
  const one = formatMoney(amount(10 ** exponentOf(currency), currency), language)
  const unit = textIn(brand.creditNames, language).other
  return (
    <>
      <div class="two">
        <Typed {...parts} name="lowest" label={t('articles.f_lowest')} decimal />
        <Typed {...parts} name="highest" label={t('articles.f_highest')} decimal />
      </div>
      <div class="two">
        <Typed {...parts} name="step" label={t('articles.f_step')} decimal />
        <Typed {...parts} name="rate" label={t('articles.f_rate', { price: one, unit })} decimal />
      </div>
      <VatField {...parts} name="vat" label={t('articles.f_vat')} />
    </>
  )
}

/** One block for each offer, and an empty one to add the next. */
function Offers(parts: FormParts) {
  const { t } = parts.view
  const drawn = Number(parts.fields.offers) || 0
  // Every block that was sent is drawn again: nothing that was typed is lost.
  const sent = Array.from({ length: mostOffers }, (_, place) => place).filter((place) => {
    const kind = parts.fields[`offer${place}_kind`] ?? 'none'
    return kind !== 'none'
  })
  const places = Array.from({ length: Math.min(Math.max(drawn, ...sent) + 1, mostOffers) }, (_, place) => place)
  return (
    <section class="stack" aria-labelledby="offers">
      <div>
        <h2 class="plain" id="offers">
          {t('articles.h_offers')}
        </h2>
        <p class="small soft">{t('articles.offers_hint')}</p>
      </div>
      <input type="hidden" name="offers" value={String(drawn)} />
      {places.map((place) => (
        <OfferBlock key={place} {...parts} place={place} isNew={place >= drawn} />
      ))}
    </section>
  )
}

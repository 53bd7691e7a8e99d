import type { ComponentChildren } from 'preact'
import { Icon } from '../../look/icon.tsx'
import type { View } from '../../look/view.ts'

type Props = { view: View; name: string; heads: readonly string[]; csv: string; children: ComponentChildren }

/** The figures of a chart as a table, folded away, with the way to the same as a file. */
export function FigureTable({ view: { t }, name, heads, csv, children }: Props) {
  return (
    <details class="fold mt5">
      <summary>
        <Icon name="chevron" size={18} />
        {t('figures.as_table')}
        <span class="vh"> {name}</span>
      </summary>
      <section class="scroll" tabindex={0} aria-label={name}>
        <table class="data">
          <caption class="vh">{name}</caption>
          <thead>
            <tr>
              <th scope="col">{t('figures.day')}</th>
              {heads.map((head) => (
                <th scope="col" class="end" key={head}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </section>
      <p class="mt3">
        <a class="go" href={csv}>
          <Icon name="download" size={18} />
          {t('figures.csv')}
          <span class="vh"> {name}</span>
        </a>
      </p>
    </details>
  )
}

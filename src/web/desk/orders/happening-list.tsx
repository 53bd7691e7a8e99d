import { formatSeconds } from '../../../messages/format.ts'
import type { OrderFile } from '../../../order-history/order-file.ts'
import { type Happening, timelineOf } from '../../../order-history/order-timeline.ts'
import { Icon } from '../../look/icon.tsx'
import { dateText, type View } from '../../look/view.ts'
import { type Telling, tell } from './tell-happening.tsx'

type Props = { view: View; file: OrderFile; titles: ReadonlyMap<string, string> }

/** Everything that happened to the order, to the second; a new day names itself. */
export function HappeningList({ view, file, titles }: Props) {
  const happened = timelineOf(file)
  const days = happened.map(({ at }) => dateText(view, at, 'day'))
  return (
    <ol class="timeline">
      {happened.map((each, index) => (
        <Line
          key={index}
          view={view}
          at={each}
          day={index > 0 && days[index] === days[index - 1] ? undefined : days[index]}
          telling={tell(each, { view, file, titles })}
        />
      ))}
    </ol>
  )
}

type LineProps = { view: View; at: Happening; day: string | undefined; telling: Telling }

function Line({ view, at: { at }, day, telling: { tone, title, details } }: LineProps) {
  return (
    <li class={tone}>
      <span class="when">
        {formatSeconds(at, view)}
        {day !== undefined && <small>{day}</small>}
      </span>
      <span class="dot">
        <Icon name={tone === 'stop' ? 'cross' : 'check'} size={12} />
      </span>
      <div>
        <b>
          {title}
          <span class="vh"> {view.t('step.state', { state: tone })}</span>
        </b>
        <small>
          {details
            .filter((detail) => detail !== '' && detail !== undefined)
            .map((detail, index) => (
              <span key={index}>{detail} </span>
            ))}
        </small>
      </div>
    </li>
  )
}

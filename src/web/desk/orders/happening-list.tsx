import type { Instant } from '../../../kit/clock.ts'
import { formatSeconds } from '../../../messages/format.ts'
import type { OrderFile } from '../../../order-history/order-file.ts'
import { timelineOf } from '../../../order-history/order-timeline.ts'
import { Timeline } from '../../look/timeline.tsx'
import { dateText, type View } from '../../look/view.ts'
import { type Telling, tell } from './tell-happening.tsx'

type Props = { view: View; file: OrderFile; titles: ReadonlyMap<string, string> }

/** Everything that happened to the order, to the second; a new day names itself. */
export function HappeningList({ view, file, titles }: Props) {
  const happened = timelineOf(file)
  const days = happened.map(({ at }) => dateText(view, at, 'day'))
  const moments = happened.map((each, index) => {
    const { tone, title, details } = tell(each, { view, file, titles })
    const day = index > 0 && days[index] === days[index - 1] ? undefined : days[index]
    return {
      key: index,
      state: tone,
      when: <When view={view} at={each.at} day={day} />,
      name: title,
      detail: <Details details={details} />,
    }
  })
  return <Timeline view={view} moments={moments} />
}

function When({ view, at, day }: { view: View; at: Instant; day: string | undefined }) {
  return (
    <>
      {formatSeconds(at, view)}
      {day !== undefined && <small>{day}</small>}
    </>
  )
}

function Details({ details }: Pick<Telling, 'details'>) {
  const said = details.filter((detail) => detail !== '' && detail !== undefined)
  return (
    <>
      {said.map((detail, index) => (
        <span key={index}>{detail} </span>
      ))}
    </>
  )
}

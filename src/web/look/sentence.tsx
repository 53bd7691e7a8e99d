import { Fragment } from 'preact'

/** A sentence of the catalogues, in which `<b>` marks the figures that count. */
export function Sentence({ text }: { text: string }) {
  const [plain, ...marked] = text.split('<b>')
  return (
    <>
      {plain}
      {marked.map((part, index) => {
        const [bold, ...rest] = part.split('</b>')
        return (
          <Fragment key={index}>
            <b>{bold}</b>
            {rest.join('</b>')}
          </Fragment>
        )
      })}
    </>
  )
}

/** A sentence of the catalogues, in which `<b>` marks the figures that count. */
export function Sentence({ text }: { text: string }) {
  const parts = text.split(/<b>(.*?)<\/b>/)
  return <>{parts.map((part, index) => (index % 2 === 1 ? <b key={index}>{part}</b> : part))}</>
}

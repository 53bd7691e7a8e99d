import { type IconName, iconStrokes } from './icon-strokes.ts'

/** Always beside words: hidden from who listens. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      // The strokes are constants of ours, never something that came from outside.
      dangerouslySetInnerHTML={{ __html: iconStrokes[name] }}
    />
  )
}

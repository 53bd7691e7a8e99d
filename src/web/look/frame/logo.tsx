import type { BrandContent, Logo } from '../../../brand/brand-content.ts'
import { link } from '../../routes.ts'

/** The height at which logos are drawn, and the width that a long one may take. */
const height = 44
const widest = 176

type Props = { brand: Pick<BrandContent, 'name' | 'logos'>; theme: 'automatic' | 'light' | 'dark' }

/** The operator’s logo for the ground it stands on; without one the first letter of the name. */
export function BrandLogo({ brand: { name, logos }, theme }: Props) {
  const { light, dark } = logos
  const first = theme === 'dark' ? (dark ?? light) : light
  if (!first)
    return (
      <span class="logo monogram" aria-hidden="true">
        {[...name][0]}
      </span>
    )
  if (theme !== 'automatic' || !dark) return <Picture logo={first} />
  return (
    <picture>
      <source media="(prefers-color-scheme: dark)" srcset={logoUrl(dark)} {...sizeOf(dark)} />
      <Picture logo={first} />
    </picture>
  )
}

/** Its words stand beside it, so to a screen reader it says nothing. */
export function Picture({ logo }: { logo: Logo }) {
  return <img class="logo" src={logoUrl(logo)} {...sizeOf(logo)} alt="" />
}

export const logoUrl = ({ logoId }: Logo): string => link('logo', { logoId })

function sizeOf(logo: Logo): { width: number; height: number } {
  return { width: Math.min(widest, Math.max(1, Math.round((height * logo.width) / logo.height))), height }
}

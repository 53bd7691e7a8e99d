import type { FastifyRequest } from 'fastify'
import type { BrandContent } from '../../../brand/brand-content.ts'
import { addLogo } from '../../../brand/logo/brand-logo.ts'
import { type CleanLogo, cleanLogo } from '../../../brand/logo/clean-logo.ts'
import type { Tx } from '../../../db/database.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { recordAudit } from '../../../people/audit/audit.ts'
import { uploadOf } from '../read-upload.ts'

/** A logo stands on a light ground or on a dark one. */
export type Ground = keyof BrandContent['logos']
export const grounds: readonly Ground[] = ['light', 'dark']

/** A file that was chosen for one ground, written anew. */
export type ChosenLogo = { ground: Ground; clean: CleanLogo; fileName: string }

/** The files of the brand's form, judged by their bytes; a field that was left empty changes nothing. */
export async function readLogos(
  request: FastifyRequest,
): Promise<{ logos: readonly ChosenLogo[]; problems: readonly FieldProblem[] }> {
  const logos: ChosenLogo[] = []
  const problems: FieldProblem[] = []
  for (const ground of grounds) {
    const field = `upload_${ground}`
    const upload = uploadOf(request, field)
    if (upload === 'absent') continue
    const clean = typeof upload === 'string' ? upload : await cleanLogo(upload.bytes)
    if (typeof upload === 'string' || typeof clean === 'string')
      problems.push({ field, message: `problem.logo_${clean as string}` })
    else logos.push({ ground, clean, fileName: upload.name })
  }
  return { logos, problems }
}

/** What was taken out of these files, for a sentence: at most ten names. */
export const takenOut = (logos: readonly ChosenLogo[]): string =>
  [...new Set(logos.flatMap(({ clean }) => clean.removed))].slice(0, 10).join(', ')

/** The content with these logos, which are kept and recorded in the audit. */
export async function putLogos(
  tx: Tx,
  put: { content: BrandContent; logos: readonly ChosenLogo[]; by: string },
): Promise<BrandContent> {
  const content = { ...put.content, logos: { ...put.content.logos } }
  for (const { ground, clean, fileName } of put.logos) {
    const logo = await addLogo(tx, clean, fileName)
    content.logos[ground] = logo
    const detail = { ground, logo: logo.logoId }
    await recordAudit(tx, { actor: put.by, act: 'change logo in brand draft', about: 'brand', detail })
  }
  return content
}

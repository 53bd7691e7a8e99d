import type { FastifyRequest } from 'fastify'
import { logoLimitBytes } from '../../brand/logo/clean-logo.ts'

/** The file of a form; `too_large` is told as soon as the limit is passed, without reading on. */
export type Upload = { name: string; bytes: Uint8Array } | 'absent' | 'too_large'

// The file's own limit is counted below: a parser that meets one waits for the end of what it throws away.
const limits = { fileSize: Number.POSITIVE_INFINITY, files: 2, fields: 24, fieldSize: 1024, parts: 26, headerPairs: 20 }

/**
 * The fields of a form with files, which stand last in it, each under its own name. Nothing is put on disk. A file
 * beyond the limit is not read to its end: the answer is given at once, and what still arrives is thrown away so that
 * the browser gets to it.
 */
export async function readUpload(request: FastifyRequest): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {}
  if (!request.isMultipart()) return { ...(request.body as Record<string, unknown> | undefined) }
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') {
      fields[part.fieldname] = part.value
      continue
    }
    const upload = await readFile(part)
    fields[part.fieldname] = upload
    if (upload === 'too_large') break
  }
  request.raw.unpipe()
  request.raw.resume()
  return fields
}

async function readFile({ file, filename }: { file: AsyncIterable<unknown>; filename: string }): Promise<Upload> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of file) {
    chunks.push(chunk as Uint8Array)
    size += (chunk as Uint8Array).length
    if (size > logoLimitBytes) return 'too_large'
  }
  // A browser sends a field that was left empty as a file without a name.
  return filename === '' && size === 0 ? 'absent' : { name: filename, bytes: Buffer.concat(chunks) }
}

/** What readUpload made of the file in this field of the form. */
export function uploadOf({ body }: FastifyRequest, field: string): Upload {
  const upload = (body as Record<string, Upload | undefined>)[field]
  return upload === 'too_large' || typeof upload === 'object' ? upload : 'absent'
}

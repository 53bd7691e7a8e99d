import type { FastifyRequest } from 'fastify'
import { logoLimitBytes } from '../../brand/logo/clean-logo.ts'

/** The file of a form; `too_large` is told as soon as the limit is passed, without reading on. */
export type Upload = { name: string; bytes: Uint8Array } | 'absent' | 'too_large'

// The file's own limit is counted below: a parser that meets one waits for the end of what it throws away.
const limits = { fileSize: Number.POSITIVE_INFINITY, files: 1, fields: 8, fieldSize: 1024, parts: 10, headerPairs: 20 }

/**
 * The fields of a form with a file, which stands last in it. Nothing is put on disk. A file beyond the limit is not
 * read to its end: the answer is given at once, and what still arrives is thrown away so that the browser gets to it.
 */
export async function readUpload(request: FastifyRequest): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {}
  let upload: Upload = 'absent'
  if (!request.isMultipart()) return { ...(request.body as Record<string, unknown> | undefined), upload }
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') fields[part.fieldname] = part.value
    else upload = await readFile(part)
    if (upload === 'too_large') break
  }
  request.raw.unpipe()
  request.raw.resume()
  return { ...fields, upload }
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

/** What readUpload made of the form’s file. */
export const uploadOf = ({ body }: FastifyRequest): Upload => (body as { upload: Upload }).upload

import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

/** A back-up that is whole, or says in a sentence why it is not. */
export class BadBackup extends Error {}

const magic = Buffer.from('OBOLE ENCRYPTED 1\n')
const [saltBytes, ivBytes, tagBytes] = [16, 12, 16]
const headBytes = magic.length + saltBytes + ivBytes

const keyOf = (passphrase: string, salt: Uint8Array): Buffer =>
  scryptSync(passphrase, salt, 32, { N: 2 ** 15, r: 8, maxmem: 64 * 1024 * 1024 })

/**
 * Writes lines to a file that appears under its name when it is whole: compressed, with a last line that holds the
 * SHA-256 of all others; under a passphrase encrypted by AES-256-GCM.
 */
export async function writeBackupFile(
  path: string,
  lines: AsyncIterable<string>,
  passphrase: string | undefined,
): Promise<void> {
  const part = `${path}.part`
  const file = createWriteStream(part, { mode: 0o600, flush: true })
  const source = Readable.from(summed(lines))
  try {
    if (passphrase === undefined) await pipeline(source, createGzip(), file)
    else {
      const [salt, iv] = [randomBytes(saltBytes), randomBytes(ivBytes)]
      const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), iv)
      file.write(Buffer.concat([magic, salt, iv]))
      await pipeline(source, createGzip(), cipher, withTag(cipher), file)
    }
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

/** The tag is known when all is encrypted: it stands at the end. */
function withTag(cipher: { getAuthTag(): Buffer }) {
  return async function* (chunks: AsyncIterable<Buffer>) {
    yield* chunks
    yield cipher.getAuthTag()
  }
}

async function* summed(lines: AsyncIterable<string>): AsyncIterable<string> {
  const digest = createHash('sha256')
  for await (const line of lines) {
    digest.update(line)
    yield `${line}\n`
  }
  yield `${JSON.stringify({ sha256: digest.digest('hex') })}\n`
}

/**
 * The lines of a back-up but its last, which must fit them. Throws BadBackup for a file that is cut, changed, or of
 * another passphrase: at the latest after the last line, so that nothing is kept of it before.
 */
export async function* readBackupFile(path: string, passphrase: string | undefined): AsyncIterable<string> {
  const digest = createHash('sha256')
  let last: string | undefined
  try {
    for await (const line of createInterface({ input: await plainText(path, passphrase), crlfDelay: Infinity })) {
      if (last !== undefined) {
        digest.update(last)
        yield last
      }
      last = line
    }
  } catch (error) {
    // A file that is not there, or is somebody else's, is neither damaged nor of another passphrase.
    if (error instanceof BadBackup || (error as { syscall?: string }).syscall === 'open') throw error
    throw new BadBackup(`${path} is damaged, or its passphrase is another one (${String(error)})`)
  }
  if (last !== JSON.stringify({ sha256: digest.digest('hex') }))
    throw new BadBackup(`${path} is cut off or was changed`)
}

async function plainText(path: string, passphrase: string | undefined): Promise<NodeJS.ReadableStream> {
  const handle = await open(path)
  const { size } = await handle.stat()
  const head = Buffer.alloc(headBytes)
  const tag = Buffer.alloc(tagBytes)
  await handle.read(head, 0, headBytes, 0)
  if (size > tagBytes) await handle.read(tag, 0, tagBytes, size - tagBytes)
  await handle.close()
  const isEncrypted = head.subarray(0, magic.length).equals(magic)
  if (!isEncrypted) return joined([createReadStream(path), createGunzip()])
  if (passphrase === undefined) throw new BadBackup(`${path} is encrypted: its passphrase is needed (--key-file)`)
  const salt = head.subarray(magic.length, magic.length + saltBytes)
  const iv = head.subarray(magic.length + saltBytes)
  const decipher = createDecipheriv('aes-256-gcm', keyOf(passphrase, salt), iv)
  decipher.setAuthTag(tag)
  return joined([createReadStream(path, { start: headBytes, end: size - tagBytes - 1 }), decipher, createGunzip()])
}

/** What breaks anywhere ends the reading with its error. */
function joined(parts: Array<NodeJS.ReadableStream | NodeJS.ReadWriteStream>): NodeJS.ReadableStream {
  const out = new PassThrough()
  pipeline([...parts, out]).catch((error: Error) => out.destroy(error))
  return out
}

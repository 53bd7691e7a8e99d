import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Failure } from '../../kit/failure.ts'
import { withoutEnd } from '../../kit/text/plain-text.ts'
import { commonPasswords } from './common-passwords.ts'

const argon2Async = promisify(argon2)

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 50 ms of one core. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 }
const tagLength = 32
export const minLength = 8
const maxLength = 256
/** Twice as many UTF-16 units as the longest password has characters: nothing longer is hashed whole. */
const longestMessage = 2 * maxLength

/**
 * A password as it is counted and hashed: one form, however a keyboard wrote it. Other blanks are a space, as RFC 8265
 * says (OpaqueString); then NFKC, which holds together all that the RFC's NFC does and full-width letters besides.
 */
export const normalPassword = (typed: string): string => typed.replace(/\p{Zs}/gu, ' ').normalize('NFKC')

/** The PHC string of a password: `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. Slow on purpose: never inside a transaction. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const message = normalPassword(password)
  const tag = await argon2Async('argon2id', { message, nonce, tagLength, ...cost })
  const parameters = `m=${cost.memory},t=${cost.passes},p=${cost.parallelism}`
  return `$argon2id$v=19$${parameters}$${base64(nonce)}$${base64(tag)}`
}

/** Whether a password opens a hash; `as_typed`: one that was made before passwords were brought to one form. */
export async function checkPassword(password: string, hash: string | undefined): Promise<'no' | 'yes' | 'as_typed'> {
  const normal = normalPassword(password)
  if (await opens(normal, hash)) return 'yes'
  return normal !== password && (await opens(password, hash)) ? 'as_typed' : 'no'
}

/** The same for who only needs to know whether it is the password. */
export const isPassword = async (password: string, hash: string | undefined): Promise<boolean> =>
  (await checkPassword(password, hash)) !== 'no'

/** Does the same work whether or not there is a hash to compare with: an unknown login costs as much as a known one. */
async function opens(password: string, hash: string | undefined): Promise<boolean> {
  const parsed = parse(hash ?? (await dummyHash()))
  const { nonce, tag, memory, passes, parallelism } = parsed
  const message = password.slice(0, longestMessage)
  const found = await argon2Async('argon2id', { message, nonce, tagLength: tag.length, memory, passes, parallelism })
  return timingSafeEqual(found, tag) && hash !== undefined
}

/** True when the stored hash was made with less work than we now ask for. */
export function needsRehash(hash: string): boolean {
  const { memory, passes } = parse(hash)
  return memory < cost.memory || passes < cost.passes
}

/** Throws Failure `invalid` with the field's problem; lengths are counted in characters of its one form. */
export async function requireGoodPassword(password: string, about: { field: string; login: string }): Promise<void> {
  const problem = (message: string) =>
    new Failure('invalid', message, [{ field: about.field, message: `problem.${message}`, values: { min: minLength } }])
  const normal = normalPassword(password)
  const length = [...normal].length
  if (length < minLength) throw problem('password_short')
  if (length > maxLength) throw problem('password_long')
  const plain = normal.toLowerCase()
  const easy = (await commonPasswords()).has(plain) || plain === about.login.toLowerCase() || /^(.)\1*$/.test(plain)
  if (easy || isSequence(plain)) throw problem('password_common')
}

/** `abcdefgh`, `87654321`. */
function isSequence(text: string): boolean {
  const steps = [...text].slice(1).map((letter, index) => letter.charCodeAt(0) - text.charCodeAt(index))
  return steps.every((step) => step === 1) || steps.every((step) => step === -1)
}

let dummy: Promise<string> | undefined
function dummyHash(): Promise<string> {
  dummy ??= hashPassword(randomBytes(16).toString('hex'))
  return dummy
}

function parse(hash: string) {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash)
  if (!match) throw new Error('a stored password hash cannot be read')
  const [, memory, passes, parallelism, nonce = '', tag = ''] = match
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    nonce: Buffer.from(nonce, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

const base64 = (bytes: Uint8Array): string => withoutEnd(Buffer.from(bytes).toString('base64'), '=')

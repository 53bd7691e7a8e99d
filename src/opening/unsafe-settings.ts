import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** What is asked before anything is opened. */
export type SettingsToJudge = {
  mode: 'demo' | 'test' | 'live'
  publicUrl: string
  /** Undefined where it was not given or not readable: that is told apart. */
  secretKey: string | undefined
  /** The database where it is embedded, and otherwise what is kept beside it. */
  dataDir: string
  headsFile: string | undefined
  /** NODE_TLS_REJECT_UNAUTHORIZED, the runtime's own switch. */
  tlsSwitch: string | undefined
}

/**
 * A key with fewer bits than this by its own letters was typed by a person or copied from a page. Of three million keys
 * of 16 random bytes in hexadecimal none was below 85; a hundred in a million are below 96.
 */
const fewestBits = 80
/** Words of sample keys. No key that was drawn by chance holds one. */
const sampleWords = /demonstration|change|example|sample|secret|password|obole|insert|your.?key/i

/** Every setting with which it would be unsafe to run, each in a sentence that names it: nothing starts with one. */
export function unsafeSettings(settings: SettingsToJudge): string[] {
  const { mode, publicUrl, secretKey, tlsSwitch, dataDir, headsFile } = settings
  const found: string[] = []
  if (mode === 'live' && !publicUrl.startsWith('https:')) found.push('OBOLE_PUBLIC_URL: live mode needs https://')
  if (mode !== 'demo') {
    const why = secretKey === undefined ? undefined : whyWeak(secretKey)
    if (why) found.push(`OBOLE_SECRET_KEY: ${why}. Draw one: openssl rand -base64 33`)
    if (tlsSwitch === '0')
      found.push(
        'NODE_TLS_REJECT_UNAUTHORIZED: switches the check of certificates off. Remove it; an authority of your own ' +
          'goes into NODE_EXTRA_CA_CERTS',
      )
  }
  if (!isWritable(resolve(dataDir))) found.push(`OBOLE_DATA_DIR: ${dataDir} cannot be written`)
  if (headsFile !== undefined && !isWritable(dirname(resolve(headsFile))))
    found.push(`OBOLE_HEADS_FILE: ${dirname(headsFile)} cannot be written`)
  return found
}

function whyWeak(key: string): string | undefined {
  if (sampleWords.test(key)) return 'is a sample key or made of words'
  return bitsOf(key) < fewestBits || repeats(key) ? 'can be guessed' : undefined
}

/** Whether pieces of three letters come back: by chance hardly one does. */
function repeats(key: string): boolean {
  const pieces = Array.from({ length: key.length - 2 }, (_, at) => key.slice(at, at + 3))
  return new Set(pieces).size < pieces.length * 0.75
}

/** Entropy by the letters of the key itself, in bits: a rough and cautious measure of chance. */
function bitsOf(key: string): number {
  const counts = Map.groupBy(key, (letter) => letter)
  const shares = [...counts.values()].map(({ length }) => length / key.length)
  return key.length * shares.reduce((sum, share) => sum - share * Math.log2(share), 0)
}

/** The folder itself, or what it would be made in. */
function isWritable(folder: string): boolean {
  if (!existsSync(folder)) return folder !== dirname(folder) && isWritable(dirname(folder))
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return statSync(folder).isDirectory()
  } catch {
    return false
  }
}

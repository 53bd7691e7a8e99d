import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dictionary } from '@zxcvbn-ts/language-common'
import { minLength } from '../src/people/sign-in/password.ts'

/**
 * `npm run passwords` writes the passwords that were seen most often, as the package lists them, without those that are
 * too short to be chosen: the package is needed to make the list, and not to run. A test sees that it is current.
 */
export const listCommonPasswords = (): string =>
  `${dictionary['passwords-common'].filter((text) => text.length >= minLength).join('\n')}\n`

if (import.meta.main)
  writeFileSync(join(import.meta.dirname, '../src/people/sign-in/common-passwords.txt'), listCommonPasswords())

import { z } from 'zod'
import type { MessageKey } from '../../messages/translate.ts'

/** A setting of a gateway, declared once, where its adapter is. */
export type SettingField = {
  /** A secret one is never shown, and must not be the demonstration's where money is real. */
  kind: 'public' | 'secret'
  /** What it says of itself, for who sets it: one sentence. */
  words: MessageKey
  schema: z.ZodType<string>
  /** Used in demo mode, where the simulator knows the same value. */
  demo: string
}
export type SettingFields = Readonly<Record<string, SettingField>>
export type SettingValues<Fields extends SettingFields> = { readonly [Name in keyof Fields]: string }

/** A setting that may be seen. */
export const publicSetting = (words: MessageKey, schema: z.ZodType<string>, demo: string): SettingField => ({
  kind: 'public',
  words,
  schema,
  demo,
})

/** A setting that nobody sees again. */
export const secretSetting = (words: MessageKey, schema: z.ZodType<string>, demo: string): SettingField => ({
  ...publicSetting(words, schema, demo),
  kind: 'secret',
})

/** Whether other shops are paid into the account; the same for every gateway that lists. */
export const sharedAccountSetting = publicSetting(
  'gateway.setting.shared_account',
  z.enum(['yes', 'no']).default('no'),
  'no',
)

/** Whether a line of a list can be ours: in a shared account, it bears a reference that we may have given. */
export const mayBeOurs = (reference: string | undefined, sharedAccount: string): boolean =>
  sharedAccount !== 'yes' || /^[0-9a-z]{20,28}$/.test(reference ?? '')

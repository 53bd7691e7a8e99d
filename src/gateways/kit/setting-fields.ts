import { z } from 'zod'
import type { MessageKey } from '../../messages/translate.ts'

/** A setting of a gateway, declared once, where its adapter is. */
export type SettingField<Value extends string = string> = {
  /** A secret one is never shown, and must not be the demonstration's where money is real. */
  kind: 'public' | 'secret'
  /** What it says of itself, for who sets it: one sentence. */
  words: MessageKey
  schema: z.ZodType<Value>
  /** Used in demo mode, where the simulator knows the same value. */
  demo: Value
}
export type SettingFields = Readonly<Record<string, SettingField>>
export type SettingValues<Fields extends SettingFields> = {
  readonly [Name in keyof Fields]: Fields[Name] extends SettingField<infer Value> ? Value : never
}

/** A setting that may be seen. */
export const publicSetting = <Value extends string>(
  words: MessageKey,
  schema: z.ZodType<Value>,
  demo: NoInfer<Value>,
): SettingField<Value> => ({ kind: 'public', words, schema, demo })

/** A setting that nobody sees again. */
export const secretSetting = (words: MessageKey, schema: z.ZodType<string>, demo: string): SettingField => ({
  ...publicSetting(words, schema, demo),
  kind: 'secret',
})

/** Of a setting that is a question. */
export const yesOrNo = z.enum(['yes', 'no'])

/** Whether other shops are paid into the account; the same for every gateway that lists. */
export const sharedAccountSetting = publicSetting('gateway.setting.shared_account', yesOrNo.default('no'), 'no')

/** Whether a line of a list can be ours: in a shared account, it bears a reference that we may have given. */
export const mayBeOurs = (reference: string | undefined, sharedAccount: string): boolean =>
  sharedAccount !== 'yes' || /^[0-9a-z]{20,28}$/.test(reference ?? '')

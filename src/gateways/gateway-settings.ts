import type { Language } from '../kit/language.ts'
import { translator } from '../messages/translate.ts'
import type { Mode } from './gateway.ts'
import type { GatewayKind } from './gateway-kind.ts'
import type { SettingField } from './kit/setting-fields.ts'

/** How a setting is called in the environment: OBOLE_<ID>_<NAME>, `merchantId` as MERCHANT_ID. */
export function environmentName(gatewayId: string, setting: string): string {
  return `OBOLE_${gatewayId}_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`)}`.toUpperCase()
}

/** A declared setting as a person reads it. */
export type DescribedSetting = {
  name: string
  variable: string
  isSecret: boolean
  /** Whether it must be given where there is no demonstration. */
  isNeeded: boolean
  says: string
}

/** The settings of a gateway in a person's language, in the order in which they are declared. */
export function describeSettings(kind: GatewayKind, language: Language): DescribedSetting[] {
  const t = translator(language)
  return Object.entries(kind.settings).map(([name, field]) => ({
    name,
    variable: environmentName(kind.id, name),
    isSecret: field.kind === 'secret',
    isNeeded: !field.schema.safeParse(undefined).success,
    says: t(field.words),
  }))
}

type Given = Readonly<Record<string, string | undefined>>
export type JudgedSettings = { values: Record<string, string>; problems: string[] }

/**
 * What was given for a gateway, judged: its values, and in sentences that show none of them what cannot be used.
 * `place`: where each can be given, besides the environment.
 */
export function judgeSettings(
  kind: GatewayKind,
  { given, mode, place = () => '' }: { given: Given; mode: Mode; place?: (name: string) => string },
): JudgedSettings {
  const read: JudgedSettings = { values: {}, problems: [] }
  for (const { name, variable, says, isSecret } of describeSettings(kind, 'en')) {
    const { schema, demo } = kind.settings[name] as SettingField
    const value = given[name] ?? (mode === 'demo' ? demo : undefined)
    const parsed = schema.safeParse(value)
    if (parsed.success) read.values[name] = parsed.data
    else {
      const what = value === undefined ? 'is missing' : parsed.error.issues[0]?.message
      read.problems.push(`${variable}${place(name)}: ${what}. ${says}`)
    }
    if (mode === 'live' && isSecret && value === demo) read.problems.push(`${variable}: is the demonstration's value`)
  }
  return read
}

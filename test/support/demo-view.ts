import { montclar } from '../../src/brand/brand-content.ts'
import { allGateways } from '../../src/gateways/all-gateways.ts'
import { describeMethods } from '../../src/gateways/method-look.ts'
import { type Language, languages, translator } from '../../src/messages/translate.ts'
import type { View } from '../../src/web/look/view.ts'

/** A view as a page of the demonstration gets it, for drawing one without a server. */
export const viewOf = (language: Language): View => ({
  t: translator(language),
  language,
  languages,
  timeZone: 'Europe/Paris',
  brand: montclar,
  mode: 'demo',
  method: (gatewayId) => describeMethods(allGateways)(gatewayId, language),
  theme: 'light',
  person: undefined,
  roles: [],
  rights: [],
  withdrawal: { offered: true, days: 14 },
  csrf: '',
  here: '/',
  path: '/',
  assets: { stylesheet: '', theme: '', script: '' },
})

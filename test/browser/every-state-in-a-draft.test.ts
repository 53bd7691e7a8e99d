import { describe, test } from 'node:test'
import { noBrowser } from '../support/chromium.ts'
import { examineStates } from './examine-states.ts'
import { walkStates } from './walk-states.ts'

describe('every page of the portal in every state, in a language that is a draft', { skip: noBrowser }, () => {
  test('axe finds nothing and nothing sticks out at 320 pixels: German, light', () =>
    examineStates(walkStates, { language: 'de', colorScheme: 'light' }, 47))
})

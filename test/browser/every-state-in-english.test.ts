import { describe, test } from 'node:test'
import { noBrowser } from '../support/chromium.ts'
import { englishAtNight, examineStates } from './examine-states.ts'
import { walkStates } from './walk-states.ts'

describe('every page of the portal in every state', { skip: noBrowser }, () => {
  test('axe finds nothing and nothing sticks out at 320 pixels: English, dark', () =>
    examineStates(walkStates, englishAtNight, 47))
})

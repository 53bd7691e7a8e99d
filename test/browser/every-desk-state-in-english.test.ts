import { describe, test } from 'node:test'
import { noBrowser } from '../support/chromium.ts'
import { englishAtNight, examineStates } from './examine-states.ts'
import { walkDeskStates } from './walk-desk-states.ts'

describe('every page of the desk in every state', { skip: noBrowser }, () => {
  test('axe finds nothing and nothing sticks out at 320 pixels: English, dark', () =>
    examineStates(walkDeskStates, englishAtNight, 96))
})

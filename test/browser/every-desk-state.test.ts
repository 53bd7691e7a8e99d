import { describe, test } from 'node:test'
import { noBrowser } from '../support/chromium.ts'
import { examineStates, ways } from './examine-states.ts'
import { walkDeskStates } from './walk-desk-states.ts'

describe('every page of the desk in every state', { skip: noBrowser }, () => {
  for (const way of ways) {
    test(`axe finds nothing and nothing sticks out at 320 pixels: ${way.language}, ${way.colorScheme}`, () =>
      examineStates(walkDeskStates, way, 25))
  }
})

import type { BrowserContext } from 'playwright-core'
import type { Language } from '../../src/kit/language.ts'
import type { World } from '../support/world.ts'
import { walkBrandStates } from './brand-states.ts'
import { walkArticleDesk } from './walk-article-desk.ts'
import { walkDecisions } from './walk-decisions.ts'
import { walkDeskOrders, walkFreshProof } from './walk-desk-orders.ts'
import { walkDeskPeople } from './walk-desk-people.ts'
import { walkSecondFactor } from './walk-second-factor.ts'
import { type Shoot, signIn } from './walk-states.ts'
import { walkWithdrawalDesk } from './walk-withdrawal.ts'

/** Walks through every page and state of the desk, its door included. */
export async function walkDeskStates(
  world: World,
  context: BrowserContext,
  language: Language,
  shoot: Shoot,
): Promise<void> {
  const page = await context.newPage()
  await signIn(world, page, 'admin@example.org', language)
  await walkDecisions(world, page, shoot)
  await walkArticleDesk(world, page, shoot)
  await walkDeskOrders(world, page, shoot)
  await walkDeskPeople(world, page, shoot)
  await walkWithdrawalDesk(world, page, shoot)
  await walkBrandStates(world, page, shoot)
  await walkFreshProof(world, page, shoot)
  await page.close()
  await walkSecondFactor(context, language, shoot)
}

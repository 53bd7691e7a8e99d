import assert from 'node:assert/strict'
import type { Visitor } from './visitor.ts'
import type { World } from './world.ts'

/** Gives money of an order back at the desk, whatever the person has printed since, until the provider has said so. */
export async function refundAtDesk(world: World, manager: Visitor, orderId: string, sum: string): Promise<void> {
  const path = `/desk/orders/${orderId}/refunds`
  const sure = await manager.submit(await manager.get(path), path, { amount: sum, reason: 'erreur d’article' })
  const { status } = await manager.submitOnly(sure, path, { sure: 'yes', below_zero: 'yes' })
  assert.equal(status, 303)
  await world.settle()
}

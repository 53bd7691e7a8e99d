import type { View } from '../view.ts'

/**
 * Who answers for a payment, as sentences name it: the bank behind a card, or the service by its own name. For messages
 * that take `bank`, `Bank` (at the beginning of a sentence) and `of_bank`.
 */
export function bankWords(view: View, gatewayId: string | undefined): Record<'bank' | 'Bank' | 'of_bank', string> {
  const look = gatewayId === undefined ? undefined : view.method(gatewayId)
  const who = { kind: look?.icon ?? 'card', name: look?.name ?? '' }
  return { bank: view.t('bank.the', who), Bank: view.t('bank.The', who), of_bank: view.t('bank.of', who) }
}

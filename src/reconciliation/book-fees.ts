import type { Tx } from '../db/database.ts'
import type { ListedLine } from '../gateways/gateway.ts'
import { type Amount, amount, negated } from '../kit/amount.ts'
import { feesAccount, gatewayAccount } from '../ledger/account.ts'
import { type NewTransfer, postTransfers } from '../ledger/transfer.ts'
import { type CauseRules, isMove } from '../ledger/wrong.ts'
import type { Payment } from '../payments/payment.ts'
import type { NewDiscrepancy } from './discrepancies.ts'

type Agreed = { line: ListedLine; payment: Payment }
type WithFee = Agreed & { fee: Amount; key: string }

const keysPerQuery = 500

/**
 * Books what the provider kept of each line that agrees with our books, once: from the gateway's account to its fees,
 * or back. A fee that was booked before and is listed otherwise now is a difference.
 */
export async function bookFees(
  tx: Tx,
  gatewayId: string,
  agreed: readonly Agreed[],
): Promise<{ booked: number; differences: NewDiscrepancy[] }> {
  const withFee = withFees(gatewayId, agreed)
  const before = await bookedFees(tx, gatewayId, withFee)
  const differences = withFee.flatMap(({ line, payment, fee, key }): NewDiscrepancy[] => {
    const ours = before.get(key)
    if (!ours || (ours.minor === fee.minor && ours.unit === fee.unit)) return []
    return [{ kind: 'fee', subject: line.operation ?? '', payment, listed: fee, ours, detail: line.detail }]
  })
  const fresh = withFee.filter(({ key }) => !before.has(key))
  const posted = await postTransfers(
    tx,
    fresh.map((each) => transferOf(gatewayId, each)),
  )
  return { booked: posted.length, differences }
}

/** A provider may list an operation twice: the first line counts. */
function withFees(gatewayId: string, agreed: readonly Agreed[]): WithFee[] {
  const byKey = new Map<string, WithFee>()
  for (const { line, payment } of agreed) {
    const { fee, operation } = line
    const key = `fee:${gatewayId}:${operation}`
    if (fee && fee.minor !== 0 && operation !== undefined && !byKey.has(key))
      byKey.set(key, { line, payment, fee, key })
  }
  return [...byKey.values()]
}

async function bookedFees(tx: Tx, gatewayId: string, withFee: readonly WithFee[]): Promise<Map<string, Amount>> {
  const booked = new Map<string, Amount>()
  for (let start = 0; start < withFee.length; start += keysPerQuery) {
    const keys = withFee.slice(start, start + keysPerQuery).map(({ key }) => key)
    const rows = await tx.selectFrom('transfer').selectAll().where('key', 'in', keys).execute()
    for (const row of rows) {
      const fee = amount(row.amountMinor, row.unit)
      booked.set(row.key, row.toAccount === feesAccount(gatewayId) ? fee : negated(fee))
    }
  }
  return booked
}

function transferOf(gatewayId: string, { line, payment, fee, key }: WithFee): NewTransfer {
  const [gateway, fees] = [gatewayAccount(gatewayId), feesAccount(gatewayId)]
  const isKept = fee.minor > 0
  return {
    key,
    from: isKept ? gateway : fees,
    to: isKept ? fees : gateway,
    amount: isKept ? fee : negated(fee),
    cause: payment.orderId,
    mode: payment.mode,
    occurredAt: line.occurredAt,
  }
}

/** A fee moves between a gateway and its own fees, and nowhere else. */
export const feeCauses: CauseRules = {
  kinds: ['fee'],
  async findWrong(_db, rows) {
    const strays = rows.filter((row) => {
      const gateway = row.key.split(':')[1] ?? ''
      const [ours, fees] = [gatewayAccount(gateway), feesAccount(gateway)]
      return !isMove(row, ours, fees) && !isMove(row, fees, ours)
    })
    return new Map(strays.map(({ key }) => [key, 'is no fee between a gateway and its fees']))
  },
}

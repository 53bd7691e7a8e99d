import { feesAccount, gatewayAccount } from '../ledger/account.ts'
import { type CauseRules, isMove } from '../ledger/wrong.ts'

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

import type { Amount } from '../../../../kit/amount.ts'
import type { Instant } from '../../../../kit/clock.ts'

export type SampleRow = { id: string; name: string; login: string; at: Instant; sum: Amount; balance: Amount }

const eur = (minor: number): Amount => ({ minor, unit: 'EUR' })
const units = (minor: number): Amount => ({ minor, unit: 'credit' })

/** What hardly fits: a name, a login and figures as long as they come. */
export const longest: SampleRow = {
  id: 'longest',
  name: 'Marie-Antoinette de Hautefeuille-Wolkenstein y Montellano de la Vega',
  login: 'gp4_marie-antoinette.dehautefeuille-wolkenstein@bibliotheque.univ-montclar.example34530',
  at: '2026-11-30T23:59:59.000Z',
  sum: eur(123_456_789_99),
  balance: units(-9_876_543_21),
}

export const rows: readonly SampleRow[] = [
  {
    id: 'usual',
    name: 'V. DELAUTRE',
    login: 'v.delautre@cartadis.com',
    at: '2026-11-23T13:32:00.000Z',
    sum: eur(10_00),
    balance: units(49_60),
  },
  {
    id: 'small',
    name: 'Li WU',
    login: 'l.wu',
    at: '2026-02-01T07:05:00.000Z',
    sum: eur(0),
    balance: units(1_00),
  },
  longest,
]

import { contractOf } from './gateway-contract.ts'

contractOf('ogone', 'postgres')

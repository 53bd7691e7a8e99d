import { contractOf } from './gateway-contract.ts'

contractOf('paypal', 'postgres')

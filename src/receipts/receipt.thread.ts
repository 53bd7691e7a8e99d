import { answerJobs } from '../kit/thread.ts'
import { drawReceipt } from './draw-receipt.ts'
import type { Receipt } from './receipt.ts'
import type { ReceiptLook } from './render-receipt.ts'

export type DrawJob = { receipt: Receipt; look: ReceiptLook }

answerJobs(({ receipt, look }: DrawJob) => drawReceipt(receipt, look))

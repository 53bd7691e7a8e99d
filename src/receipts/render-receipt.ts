import { MINUTE } from '../kit/clock.ts'
import { createThread, type Thread } from '../kit/thread.ts'
import type { DrawJob } from './receipt.thread.ts'
import type { Receipt } from './receipt.ts'
import type { ReceiptLook } from './receipt-look.ts'

let thread: Thread<DrawJob, Uint8Array> | undefined

/**
 * The receipt as a PDF, as drawReceipt makes it. A sheet takes some 20 ms of a core: it is drawn in a thread of its
 * own, so that no page waits for it, whose memory is given back when nothing has been drawn for a while.
 */
export function renderReceipt(receipt: Receipt, look: ReceiptLook): Promise<Uint8Array> {
  thread ??= createThread(new URL('./receipt.thread.ts', import.meta.url), { idleMs: 2 * MINUTE })
  return thread.ask({ receipt, look })
}

import type { BrandReader } from '../brand/brand.ts'
import type { Config } from '../config.ts'
import type { MethodLooks } from '../gateways/method-look.ts'
import type { SecretBox } from '../kit/secret-box.ts'
import type { Opening } from '../opening/opening-list.ts'
import type { NoticeReceiver } from '../payments/intake/receive-notice.ts'
import type { Shop } from '../payments/shop.ts'
import type { Simulator } from '../simulators/engine/simulator.ts'
import type { JobName } from '../worker/jobs.ts'
import type { Worker } from '../worker/worker.ts'
import type { OrderStreams } from './portal/orders/order-events.ts'

/** What the pages are made of; built once, in app.ts. */
export type Site = {
  config: Pick<Config, 'mode' | 'publicUrl' | 'timeZone' | 'trustProxy' | 'withdrawal' | 'draftLanguages'>
  shop: Shop
  secretBox: SecretBox
  receiveNotice: NoticeReceiver
  worker: Worker<JobName>
  opening: Opening
  brand: BrandReader
  orderStreams: OrderStreams
  methodLook: MethodLooks
  /** Demo mode and tests only. */
  simulators: ReadonlyMap<string, Simulator>
  /** Origins the browser may be sent to with a form: the gateways in use. */
  formOrigins: readonly string[]
  demoLogins: readonly DemoLogin[]
  /** That of all of them. */
  demoPassword: string
  /** Aborted when the process is told to end: answers that stream end. */
  stopping: AbortSignal
}

/** Somebody of the demonstration as whom one may enter with one click. */
export type DemoLogin = { login: string; name: string; who: 'student' | 'newcomer' | 'manager' }

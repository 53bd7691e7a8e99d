import type { Right } from '../../people/role.ts'
import type { SignedInContext } from '../request-context.ts'
import type { RouteName } from '../routes.ts'

/** What is done with the proof, in words of the page that asks for it. */
export type Weighty = 'refund' | 'decision' | 'people'

/** One thing that can be seen or done at the desk, as data: a test walks every route with every role. */
export type DeskRoute = {
  method: 'GET' | 'POST'
  route: RouteName
  right: Right
  /** A form that brings a file: read-upload.ts reads it, once who asks has the right. */
  upload?: true
  /** Money goes back or rights change: who acts has proved minutes ago who they are. */
  proved?: Weighty
  act: (context: SignedInContext) => Promise<unknown>
}

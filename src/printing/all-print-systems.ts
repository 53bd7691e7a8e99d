import { builtin } from './builtin/builtin-books.ts'
import type { PrintSystem } from './print-system.ts'

type Around = Parameters<(typeof builtin)['connect']>[0]

/** Every print system that Obole speaks; the first is where new accounts are. One line each. */
export const allPrintSystems = (around: Around): [PrintSystem, ...PrintSystem[]] => [builtin.connect(around)]

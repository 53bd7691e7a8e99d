import './need-node-24.mjs'
import { run } from './run.mjs'

await run('obole')

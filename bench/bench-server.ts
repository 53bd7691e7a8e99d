import { createApp } from '../src/app.ts'
import type { Config } from '../src/config.ts'
import { systemClock } from '../src/kit/clock.ts'
import { httpClient } from '../src/kit/http/http-client.ts'
import { memoryLog } from '../src/kit/log.ts'
import { createPerson } from '../src/people/person.ts'
import { startSession } from '../src/people/sign-in/web-session.ts'

/** The whole application in a process of its own; prints the cookies of people who are signed in already. */
const { config, people } = JSON.parse(process.argv[2] ?? '') as { config: Config; people: number }
const app = await createApp(config, { clock: systemClock, http: httpClient, log: memoryLog() })
const tokens: string[] = []
await app.database.transact(async (tx) => {
  for (let index = 0; index < people; index += 1) {
    const login = `bench${index}@example.org`
    const wish = { login, name: login, email: login, language: 'fr' as const }
    const person = await createPerson(tx, wish)
    tokens.push(await startSession(tx, { personId: person.id, browser: 'bench' }))
  }
  const first = await tx
    .selectFrom('person')
    .select('id')
    .where('loginKey', '=', 'v.delautre@cartadis.com')
    .executeTakeFirstOrThrow()
  tokens.unshift(await startSession(tx, { personId: first.id, browser: 'bench' }))
})
await app.server.listen({ port: config.port, host: config.host })
app.worker.start()
process.stdout.write(`${JSON.stringify({ tokens })}\n`)

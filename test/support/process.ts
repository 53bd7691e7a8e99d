import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** Flags of a process that runs our TypeScript: as translated for the whole run, or by tsx. */
export const runsTypeScript = ['--import', join(import.meta.dirname, 'translated.mjs')] as const

export type Ended = { code: number | null; output: string }
export type Running = { child: ChildProcess; output: () => string; ended: Promise<Ended> }

/** What every program needs, where its code is kept, and what is given: nothing else of ours reaches it. */
export const bareEnvironment = (given: Record<string, string>): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
  TEST_TRANSLATIONS: process.env.TEST_TRANSLATIONS,
  // What is tested of a program starts sooner without it.
  OBOLE_DEMO_YEAR: 'off',
  ...given,
})

/** Runs a program in the folder of Obole, with nothing in its environment and its input but what is given. */
export function runProgram(
  [program = '', ...args]: readonly string[],
  environment: Record<string, string>,
  input = '',
): Running {
  const child = spawn(program, args, {
    cwd: root,
    env: bareEnvironment(environment),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  // Who reads no input may have ended before it came.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  let text = ''
  const take = (part: Buffer) => {
    text += part.toString()
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, output: text })))
  return { child, output: () => text, ended }
}

const runFile = (file: string, args: readonly string[], environment: Record<string, string>, input?: string): Running =>
  runProgram([process.execPath, file, ...args], environment, input)

/** `npm run obole -- <args>`, to its end. */
export const runObole = (
  args: readonly string[],
  environment: Record<string, string>,
  input?: string,
): Promise<Ended> => runFile('scripts/run-command.mjs', args, environment, input).ended

/** `npm start`, until it says that it is ready. */
export const startObole = (environment: Record<string, string>): Promise<Running> =>
  untilReady(runFile('scripts/run-server.mjs', [], environment))

/** A server, once it says that it is ready. Throws with what it printed when it ends before. */
export async function untilReady(running: Running): Promise<Running> {
  await new Promise<void>((resolve, reject) => {
    running.child.stdout?.on('data', () => {
      if (/Obole is ready: .*\n/.test(running.output())) resolve()
    })
    void running.ended.then(({ output }) => reject(new Error(`it ended: ${output}`)))
  })
  return running
}

import { worstInputs } from './worst-inputs.ts'

export type Reader = (text: string) => unknown

const [small, large] = [32 * 1024, 256 * 1024]
/** What costs less for 256 KiB needs no comparison: the square of a cost that shows would be far more. */
const cheapMs = 200
/** Eight times the bytes cost eight times as much, and somewhat more for the memory; the square is sixty-four times. */
const mostGrowth = 40
const tries = 3

/** The inputs whose cost grows faster than their length. */
export async function dearInputs(read: Reader): Promise<string[]> {
  const dear: string[] = []
  for (const { name, text } of worstInputs(large)) {
    // An eighth of them first, so that a bad one does not hold up the test for minutes.
    const before = await costOf(read, part(text, small))
    if (before > 5 * cheapMs || ((await costOf(read, text)) > cheapMs && (await growsFast(read, text)))) dear.push(name)
  }
  return dear
}

/** Less of it, with its end. */
const part = (text: string, length: number): string => text.slice(0, length) + text.slice(-1)

/** The store of the engine is emptied when it likes: a cost that is due to that is not there a second time. */
async function growsFast(read: Reader, text: string): Promise<boolean> {
  for (let count = 0; count < tries; count += 1) {
    const cost = await costOf(read, text)
    if (cost < cheapMs || cost < mostGrowth * (await costOf(read, part(text, small)))) return false
  }
  return true
}

/** Time of this process's own computing, so that what others do on the machine counts little. */
async function costOf(read: Reader, text: string): Promise<number> {
  const before = process.cpuUsage()
  await read(text)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

import { BadInput, readSupportGateway, readText, type SupportOptions } from './support-gateway.ts'

/** Prints the signature that we would send with these parameters; 0 when there is one. */
export function signCommand(
  options: SupportOptions & { file: string },
  environment: Readonly<Record<string, string | undefined>>,
): number {
  const { kind, values } = readSupportGateway(options, environment)
  if (!kind.sign) throw new BadInput(`${kind.title} signs no parameters of ours`)
  console.log(kind.sign(values, readParams(options.file)))
  return 0
}

function readParams(path: string): Array<readonly [string, string]> {
  let json: unknown
  try {
    json = JSON.parse(readText(path))
  } catch (error) {
    throw error instanceof BadInput ? error : new BadInput(`${path}: is no JSON`)
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new BadInput(`${path}: must be an object such as {"ORDERID": "1234", "AMOUNT": "1500"}`)
  return Object.entries(json).map(([name, value]) => {
    if (typeof value === 'string' || typeof value === 'number') return [name, String(value)] as const
    throw new BadInput(`${path}: ${name} must be a text or a number`)
  })
}

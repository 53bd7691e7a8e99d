import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { readFacts } from './provider-facts.ts'

type Schema = Record<string, unknown>
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Schema> } }
type Operation = { requestBody?: Body; responses: Record<string, Body> }
type Body = { content?: Record<string, { schema: Schema }> }

/**
 * Drift of the live API against the published files, allowed by name. An order's captures carry the ids they relate to
 * on the wire and in PayPal's own SDK, and not in the file of February 2024.
 */
const drift: Readonly<Record<string, readonly string[]>> = { orders: [], payments: [], reporting: [], disputes: [] }

/**
 * A vendor's OpenAPI document in closed mode: a property that the document does not know is a failure, at any depth.
 * Patterns are compiled without the `u` flag: with it, three of PayPal's do not compile and would fail open.
 */
function closedApi(name: string, document: Document) {
  const seen = new Set<Schema>()
  for (const schema of Object.values(document.components.schemas)) close(schema, seen)
  const ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: false, logger: false })
  addFormats.default(ajv)
  ajv.addSchema(document as unknown as Schema, name)
  const compiled = new Map<string, ValidateFunction>()
  const allowed = drift[name] ?? []

  function validator(path: string, schema: Schema): ValidateFunction {
    const known = compiled.get(path)
    if (known) return known
    const rooted = JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${name}#/`)) as Schema
    const made = ajv.compile({ ...rooted, unevaluatedProperties: false })
    compiled.set(path, made)
    return made
  }

  return {
    schemas: document.components.schemas,
    /** Every operation of the document, as `POST /v2/checkout/orders`. */
    find(method: string, path: string): { key: string; operation: Operation } | undefined {
      for (const [template, operations] of Object.entries(document.paths)) {
        const pattern = new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`)
        const operation = operations[method.toLowerCase()]
        if (operation && pattern.test(path)) return { key: `${method} ${template}`, operation }
      }
      return undefined
    },
    /** What is wrong with a body, as sentences; nothing for one that fits. */
    problems(key: string, body: Body | undefined, json: unknown): string[] {
      const schema = body?.content?.['application/json']?.schema
      if (!schema) return [`${key}: the document has no such body`]
      const validate = validator(key, schema)
      if (validate(json)) return []
      return (validate.errors ?? [])
        .map((error) => `${key} ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`)
        .filter((problem) => !allowed.some((word) => problem.includes(word)))
    },
  }
}

/** Closes every use site (a property's value, an item) and no component root: those are combined by `allOf`. */
function close(schema: Schema, seen: Set<Schema>): void {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return
  seen.add(schema)
  for (const value of Object.values((schema.properties ?? {}) as Record<string, Schema>)) closeSite(value, seen)
  if (schema.items) closeSite(schema.items as Schema, seen)
  for (const word of ['allOf', 'anyOf', 'oneOf'])
    for (const member of (schema[word] ?? []) as Schema[]) close(member, seen)
}

function closeSite(schema: Schema, seen: Set<Schema>): void {
  close(schema, seen)
  const combined = '$ref' in schema || 'properties' in schema || 'allOf' in schema
  if (combined && !('additionalProperties' in schema)) schema.unevaluatedProperties = false
}

export type ClosedApi = ReturnType<typeof closedApi>

let documents: ReadonlyArray<ClosedApi> | undefined
/** PayPal's operations that are called, compiled once a process. */
export function payPalDocuments(): ReadonlyArray<ClosedApi> {
  documents ??= Object.entries(readFacts<Record<string, Document>>('paypal-fields.json')).map(([name, document]) =>
    closedApi(name, document),
  )
  return documents
}

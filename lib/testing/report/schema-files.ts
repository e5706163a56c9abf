import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'

/** The official schemas are not part of the project; they stand beside it, or where the environment says. */
const folder =
  process.env.COUNTERSIGN_SCHEMAS ?? fileURLToPath(new URL('../../../../shared/reference/schemas', import.meta.url))

/** Null, with a line that says so, where the schema is not on this machine. */
export function readSchema(name: string): Schema | null {
  const path = join(folder, name)
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'))
  console.info(`skipped: no ${name}; COUNTERSIGN_SCHEMAS names the folder of the official schemas`)
  return null
}

export interface Schema {
  readonly $id?: string
}

/** A validator of the schema, or of one definition of it; schemas that it refers to are given beside it. */
export function compileSchema(schema: Schema, beside: readonly Schema[] = [], definition?: string): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: false })
  formats.default(ajv)
  // Not among ajv-formats: IRIs may hold more than URIs, and mail addresses of other scripts.
  ajv.addFormat('iri-reference', (text: string) => !/[\s<>"{}|\\^`]/.test(text))
  ajv.addFormat('idn-email', /^[^@\s]+@[^@\s]+$/u)
  for (const other of beside) ajv.addSchema(other)
  if (definition === undefined) return ajv.compile(schema)
  ajv.addSchema(schema)
  return ajv.compile({ $ref: `${schema.$id}#/definitions/${definition}` })
}

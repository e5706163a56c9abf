import { z } from 'zod'
import { AppError, type InputProblem } from '#lib/core/errors.ts'
import { joinList } from '#lib/core/list-text.ts'

/** A sort key of the allow list and its direction; in the URL `name` or `-name`. */
export interface Sort<Key extends string = string> {
  readonly key: Key
  readonly descending: boolean
}

/** What Next hands to pages, or a URL's own parameters. */
export type QuerySource = URLSearchParams | Readonly<Record<string, string | readonly string[] | undefined>>

type FilterSchema = z.ZodObject<z.ZodRawShape>

/** Parameters that place a page within the list and narrow nothing. */
const placing = new Set(['sort', 'cursor', 'limit'])

/**
 * One schema per entity: the page's URL, the REST query, the export, the saved view and every count read it.
 * To the entity's own fields (filter-field.ts) come `sort`, `cursor` (opaque, cursor.ts) and `limit` (1 to 100).
 */
export function filterSchema<Shape extends z.ZodRawShape, const Keys extends readonly [string, ...string[]]>(
  fields: Shape,
  sorts: { readonly keys: Keys; readonly default: `${'' | '-'}${Keys[number]}` },
) {
  return z.object({
    ...fields,
    sort: sortField(sorts.keys).prefault(sorts.default).meta({ title: 'Sort' }),
    cursor: z.string().max(1000).optional().meta({ title: 'Cursor' }),
    limit: z
      .string()
      .regex(/^\d{1,3}$/)
      .transform(Number)
      .pipe(z.number().min(1).max(100))
      .prefault('50')
      .meta({ title: 'Limit' }),
  })
}

function sortField<const Keys extends readonly [string, ...string[]]>(keys: Keys) {
  return z
    .string()
    .transform((text) => ({ key: text.replace(/^-/, ''), descending: text.startsWith('-') }))
    .pipe(z.object({ key: z.enum(keys), descending: z.boolean() }))
}

/** For pages: what can't be read is left out and told in `problems`; unknown parameters are the page's own affair. */
export function parseFilter<Schema extends z.ZodObject>(
  schema: Schema,
  source: QuerySource,
): { readonly filter: z.output<Schema>; readonly problems: readonly InputProblem[] } {
  const query = queryRecord(source)
  const first = schema.safeParse(query)
  if (first.success) return { filter: first.data, problems: [] }
  const problems = toProblems(first.error)
  const bad = new Set(problems.map((problem) => problem.at))
  return { filter: schema.parse(Object.fromEntries(Object.entries(query).filter(([key]) => !bad.has(key)))), problems }
}

/** For the API and exports. Throws `invalid-input` that lists every bad or unknown parameter. */
export function requireFilter<Schema extends z.ZodObject>(schema: Schema, source: QuerySource): z.output<Schema> {
  const query = queryRecord(source)
  const parsed = schema.safeParse(query)
  const unknown = Object.keys(query).filter((key) => !(key in schema.shape))
  const problems = unknown.map((at) => ({ at, problem: 'there is no such parameter' }))
  if (parsed.success && problems.length === 0) return parsed.data
  if (!parsed.success) problems.push(...toProblems(parsed.error))
  throw new AppError('invalid-input', 'The query is not valid', { problems })
}

/**
 * The filter as a canonical query string without `?`, fit for `parseFilter`. The cursor is left out, since a changed
 * filter starts at the first page; `change` overrides fields, where undefined removes one.
 */
export function filterToQuery(
  filter: Readonly<Record<string, unknown>>,
  change: Readonly<Record<string, unknown>> = {},
): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries({ ...filter, cursor: undefined, ...change })) {
    const text = toText(value)
    if (text !== '' && !(key === 'limit' && text === '50')) query.set(key, text)
  }
  return query.toString()
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return joinList(value.map(String))
  if (isSort(value)) return `${value.descending ? '-' : ''}${value.key}`
  return String(value)
}

function isSort(value: unknown): value is Sort {
  return typeof value === 'object' && value !== null && 'key' in value && 'descending' in value
}

export interface ActiveFilter {
  readonly key: string
  readonly title: string
  readonly values: readonly string[]
  /** What the parameter becomes where the filter is removed; absent: it goes. */
  readonly cleared?: string
}

/** Names the filters that narrow the list, for the empty state and a report's heading. */
export function describeFilter(schema: FilterSchema, filter: Readonly<Record<string, unknown>>): ActiveFilter[] {
  return Object.entries(schema.shape).flatMap(([key, field]) => {
    const value = filter[key]
    if (placing.has(key) || value === undefined) return []
    const meta = field instanceof z.ZodType ? field.meta() : undefined
    const values = describeValue(value)
    const cleared = typeof meta?.cleared === 'string' ? { cleared: meta.cleared } : {}
    return values.join() === cleared.cleared ? [] : [{ key, title: meta?.title ?? key, values, ...cleared }]
  })
}

function describeValue(value: unknown): string[] {
  if (value instanceof Date) return [value.toISOString().replace('.000Z', 'Z')]
  if (typeof value === 'boolean') return [value ? 'yes' : 'no']
  if (Array.isArray(value)) return value.map(String)
  return [String(value)]
}

/** Repeated parameters (a form without scripts sends them) are read as one list; empty ones are absent. */
function queryRecord(source: QuerySource): Record<string, string> {
  const entries =
    source instanceof URLSearchParams
      ? [...new Set(source.keys())].map((key) => [key, source.getAll(key)] as const)
      : Object.entries(source)
  const record: Record<string, string> = {}
  for (const [key, value] of entries) {
    const text = typeof value === 'string' ? value : (value ?? []).filter((part) => part !== '').join(',')
    if (text !== '') record[key] = text
  }
  return record
}

function toProblems(error: z.ZodError): { at: string; problem: string }[] {
  return error.issues.map((issue) => ({ at: String(issue.path[0] ?? ''), problem: issue.message }))
}

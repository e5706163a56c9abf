import { z } from 'zod'
import { joinList, splitList } from '#lib/core/list-text.ts'

/** The longest query value that is read; longer ones are refused. */
const maxLength = 2000
const maxItems = 100

/**
 * The fields of a filter. Each reads one query parameter (a string) and may be absent; the title names it to people.
 * Lists are separated by commas; a comma within an item is written `\,` (list-text.ts).
 */

/** Free text, trimmed; empty means absent. */
export function textField(title: string) {
  return z
    .string()
    .max(200)
    .transform((value) => value.trim())
    .pipe(z.string().min(1))
    .optional()
    .meta({ title })
}

/** Some of a closed set: `severity=high,critical`. */
export function enumField<const Values extends readonly [string, ...string[]]>(title: string, values: Values) {
  return list()
    .pipe(z.array(z.enum(values)).min(1).max(maxItems))
    .optional()
    .meta({ title })
}

/** What `standingField` reads as no choice at all. */
export const everyChoice = 'all'

/**
 * Some of a closed set where a list begins with a choice that is shown as a filter and can be removed: without the
 * parameter `standing` holds, and `all` narrows nothing.
 */
export function standingField<const Values extends readonly [string, ...string[]]>(
  title: string,
  values: Values,
  standing: readonly Values[number][],
) {
  const choice = z.union([z.tuple([z.literal(everyChoice)]), z.array(z.enum(values)).min(1).max(maxItems)])
  return list().pipe(choice).prefault(joinList(standing)).meta({ title, cleared: everyChoice })
}

/** Some values of an open set: `owner=payments,platform`. */
export function listField(title: string) {
  return list()
    .pipe(z.array(z.string().min(1).max(300)).min(1).max(maxItems))
    .optional()
    .meta({ title })
}

/** Some ids: `identity=<uuid>,<uuid>`. */
export function idField(title: string) {
  return list().pipe(z.array(z.guid()).min(1).max(maxItems)).optional().meta({ title })
}

/** `true` or `false`. */
export function flagField(title: string) {
  return z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional()
    .meta({ title })
}

/** A day (`2026-11-23`, its first instant in UTC) or an instant with a zone, ISO 8601. */
export function dateField(title: string) {
  return z
    .union([z.iso.date(), z.iso.datetime({ offset: true })])
    .transform((value) => new Date(value))
    .optional()
    .meta({ title })
}

/** A whole number within bounds. */
export function numberField(title: string, bounds: { readonly min: number; readonly max: number }) {
  const digits = z.string().regex(/^-?\d{1,15}$/, 'a whole number is wanted')
  return digits.transform(Number).pipe(z.number().int().min(bounds.min).max(bounds.max)).optional().meta({ title })
}

function list() {
  return z.string().max(maxLength).transform(splitList)
}

import { z } from 'zod'
import { AppError, type InputProblem } from '#lib/core/errors.ts'
import { effectiveAtField, keyFields, type NamedKey, readKey } from '../trust-stores/distrusted-key.ts'

export const advisoryLimits = { characters: 2 * 1024 * 1024, entries: 1000 } as const

const text = (max: number) => z.string().trim().min(1).max(max)

const entrySchema = z
  .strictObject({
    ...keyFields,
    effectiveAt: effectiveAtField.describe(
      'From when on no path may run through the key, whatever the certificates’ own dates: a day in UTC or an instant',
    ),
    reason: text(2000).describe('Why, in a sentence'),
  })
  .transform(({ spkiSha256, certificate, subject, ...entry }, context): NamedKey & typeof entry => {
    const key = readKey({ spkiSha256, certificate, subject })
    if ('spkiSha256' in key) return { ...entry, ...key }
    context.addIssue({ code: 'custom', path: [key.at], message: key.problem })
    return z.NEVER
  })

/** The format of advisories (docs/advisories.md): JSON, UTF-8. What it does not name is refused. */
export const advisorySchema = z.strictObject({
  title: text(300),
  source: text(300).describe('Who says so'),
  url: z
    .url({ protocol: /^https?$/, error: 'an https address' })
    .max(2000)
    .nullish(),
  publishedAt: effectiveAtField.describe('A day in UTC or an instant'),
  entries: z.array(entrySchema).min(1, 'at least one key').max(advisoryLimits.entries),
})

export type Advisory = z.output<typeof advisorySchema>
export type AdvisoryEntry = Advisory['entries'][number]

/** Reads an advisory's text. Throws `too-large`, and `invalid-input` with every problem and its place. */
export function readAdvisory(file: string): Advisory {
  if (file.length > advisoryLimits.characters) {
    throw new AppError('too-large', `An advisory may have at most ${advisoryLimits.characters} characters.`)
  }
  const parsed = advisorySchema.safeParse(parseJson(file))
  if (!parsed.success) {
    refuse(parsed.error.issues.map((issue) => ({ at: issue.path.join('.'), problem: issue.message })))
  }
  const doubles = repeatedKeys(parsed.data.entries)
  if (doubles.length > 0) refuse(doubles)
  return parsed.data
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(file.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new AppError('invalid-input', 'The advisory is not well-formed JSON.', { cause })
  }
}

function repeatedKeys(entries: readonly AdvisoryEntry[]): InputProblem[] {
  const seen = new Set<string>()
  return entries.flatMap(({ spkiSha256 }, index) => {
    if (seen.has(spkiSha256)) return [{ at: `entries.${index}`, problem: 'an entry before names this key already' }]
    seen.add(spkiSha256)
    return []
  })
}

function refuse(problems: readonly InputProblem[]): never {
  const [first] = problems
  throw new AppError('invalid-input', `${first?.at || 'the advisory'}: ${first?.problem}`, {
    problems: problems.slice(0, 100),
  })
}

import { AppError, type InputProblem } from '#lib/core/errors.ts'
import type { SiteChange } from './site.ts'

/**
 * Reads a site's scope from the text fields of its form: one entry per line, `#` begins a comment; a static host is a
 * name and its addresses. The scope's own rules judge the rest (updateSite). Throws `invalid-input`.
 */
export function siteFromForm(fields: Readonly<Record<string, string>>): SiteChange {
  const problems: InputProblem[] = []
  const maxRunTargets = Number(fields.maxRunTargets?.replaceAll(/[\s,]/g, ''))
  if (!Number.isInteger(maxRunTargets)) problems.push({ at: 'maxRunTargets', problem: 'A whole number is wanted.' })
  const staticHosts = readHosts(fields.staticHosts ?? '', problems)
  if (problems.length > 0) throw new AppError('invalid-input', 'Some fields need another look', { problems })
  return {
    allow: entries(fields.allow ?? ''),
    deny: entries(fields.deny ?? ''),
    allowPublic: fields.allowPublic !== undefined,
    maxRunTargets,
    staticHosts,
  }
}

function entries(text: string): string[] {
  return [
    ...new Set(
      text
        .split('\n')
        .map(withoutComment)
        .filter((line) => line !== ''),
    ),
  ]
}

function readHosts(text: string, problems: InputProblem[]): Record<string, string[]> {
  const hosts = new Map<string, string[]>()
  for (const [index, raw] of text.split('\n').entries()) {
    const [name, ...addresses] = withoutComment(raw).split(/[\s,]+/)
    if (!name) continue
    if (addresses.length === 0)
      problems.push({ at: 'staticHosts', problem: `Line ${index + 1}: ${name} has no address.` })
    hosts.set(name.toLowerCase(), [...(hosts.get(name.toLowerCase()) ?? []), ...addresses])
  }
  return Object.fromEntries(hosts)
}

function withoutComment(line: string): string {
  return line.replace(/#.*$/, '').trim()
}

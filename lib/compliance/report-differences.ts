import type { ReportScope, ReportSummary } from './report-snapshot.ts'

/** What two reports ask differently, in words: it is no change of the estate. Empty where they ask the same. */
export function reportDifferences(before: ReportSummary, after: ReportSummary): string[] {
  return [
    ...scopeDifferences(before.scope, after.scope),
    ...listDifference(
      'Framework',
      before.frameworks.map(({ name }) => name),
      after.frameworks.map(({ name }) => name),
    ),
    ...(before.productVersion === after.productVersion
      ? []
      : [`The earlier report was made by version ${before.productVersion}, the later by ${after.productVersion}.`]),
    ...listDifference(
      'Check',
      before.checks.map(({ title }) => title),
      after.checks.map(({ title }) => title),
    ),
  ]
}

/** Whether the later report asks all that the earlier did, of the same scope; how old evidence may be is no question of its own. */
export function isSameQuestion(before: ReportSummary, after: ReportSummary): boolean {
  const holds = (later: readonly { readonly id: string }[], earlier: readonly { readonly id: string }[]) =>
    earlier.every(({ id }) => later.some((one) => one.id === id))
  return (
    isSameSet(before.scope.environment, after.scope.environment) &&
    isSameSet(before.scope.owner, after.scope.owner) &&
    isSameSet(idsOf(before.scope), idsOf(after.scope)) &&
    holds(after.frameworks, before.frameworks) &&
    holds(after.checks, before.checks)
  )
}

function scopeDifferences(before: ReportScope, after: ReportScope): string[] {
  const date = (scope: ReportScope) => scope.evidenceSince ?? 'of any age'
  return [
    ...scopeDifference('environments', before.environment, after.environment),
    ...scopeDifference('owners', before.owner, after.owner),
    ...scopeDifference('identities', idsOf(before), idsOf(after), [namesOf(before), namesOf(after)]),
    ...(before.evidenceSince === after.evidenceSince
      ? []
      : [`The earlier report takes evidence ${sinceText(date(before))}, the later ${sinceText(date(after))}.`]),
  ]
}

const idsOf = ({ identity }: ReportScope) => identity.map(({ id }) => id)
const namesOf = ({ identity }: ReportScope) => identity.map(({ name }) => name)

function sinceText(date: string): string {
  return date === 'of any age' ? date : `since ${date}`
}

function scopeDifference(
  noun: string,
  before: readonly string[],
  after: readonly string[],
  [beforeNames, afterNames]: readonly [readonly string[], readonly string[]] = [before, after],
): string[] {
  if (isSameSet(before, after)) return []
  const words = (names: readonly string[]) => (names.length === 0 ? `all ${noun}` : `${noun} ${names.join(', ')}`)
  return [`The earlier report covers ${words(beforeNames)}, the later ${words(afterNames)}.`]
}

function listDifference(noun: string, before: readonly string[], after: readonly string[]): string[] {
  const added = after.filter((one) => !before.includes(one))
  const gone = before.filter((one) => !after.includes(one))
  const words = (names: readonly string[]) => `${noun}${names.length === 1 ? '' : 's'} ${listed(names)}`
  return [
    ...(added.length === 0 ? [] : [`Only the later report has: ${words(added)}.`]),
    ...(gone.length === 0 ? [] : [`Only the earlier report has: ${words(gone)}.`]),
  ]
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item))
}

const mostNamed = 8

function listed(names: readonly string[]): string {
  const more = names.length - mostNamed
  return more > 0 ? `${names.slice(0, mostNamed).join(', ')} and ${more} more` : names.join(', ')
}

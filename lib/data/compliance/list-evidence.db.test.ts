import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { severities } from '#lib/core/severity.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { estatePlan, plantEstate } from '#lib/testing/random-estate.ts'
import { requireFilter } from '../filter.ts'
import type { EvidenceRow } from './evidence-row.ts'
import { verdictFilter } from './filter.ts'
import { listVerdicts } from './list-verdicts.ts'

testDatabase()

async function everyRow(query: string): Promise<EvidenceRow[]> {
  const found: EvidenceRow[] = []
  let cursor: string | undefined
  do {
    const filter = { ...requireFilter(verdictFilter, new URLSearchParams(query)), cursor, limit: 37 }
    const page = await listVerdicts(systemPrincipal, filter)
    found.push(...page.rows)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return found
}

test('pages by severity give each verdict once, and those without a severity last in both directions', async () => {
  await fc.assert(
    fc.asyncProperty(estatePlan, async (plan) => {
      await plantEstate(plan, new Date())
      const all = (await everyRow('')).map(({ id }) => id).sort()
      const rank = ({ severity }: EvidenceRow) => (severity === null ? null : severities.indexOf(severity))
      for (const [query, sign] of [['sort=severity', 1] as const, ['sort=-severity', -1] as const]) {
        const found = await everyRow(query)
        expect(found.map(({ id }) => id).sort()).toEqual(all)
        const ranks = found.map((row) => rank(row) ?? sign * severities.length)
        expect(ranks).toEqual(ranks.toSorted((a, b) => sign * (a - b)))
      }
    }),
    { numRuns: 4 },
  )
}, 60_000)

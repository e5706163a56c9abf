import { describe, expect, test } from 'vitest'
import { certificatesInEvidence } from '#lib/checks/certificates-in-evidence.ts'
import type { Check, EndpointCheck, IdentityCheck, Verdict } from '#lib/checks/contract.ts'
import type { EndpointFacts, IdentityFacts } from '#lib/checks/facts.ts'
import type { Policy } from '#lib/checks/policy.ts'
import { context } from './facts.ts'

interface CaseOptions {
  readonly policy?: Policy
  readonly now?: Date
  readonly grade?: string
  /** ISO 8601. */
  readonly changesAt?: string
}

/** Named cases, or one sentence that says why the outcome cannot occur for this check. */
type Cases<Facts> = Readonly<Record<string, Facts | readonly [facts: Facts, options: CaseOptions]>> | string

type Table<Facts> = Readonly<Record<Verdict['outcome'], Cases<Facts>>>

/**
 * Proves each of a check's four outcomes by its cases, that every grade of the check has one, and that an acceptance of
 * each failure is bound to the certificate that failed.
 */
export function endpointCases(check: EndpointCheck, table: Table<EndpointFacts>): void {
  runCases(check, table, (entry) => {
    const [facts, options] = 'subject' in entry ? [entry, {}] : entry
    return { options, judge: () => check.evaluate(facts, context(options.policy, options.now)) }
  })
}

export function identityCases(check: IdentityCheck, table: Table<IdentityFacts>): void {
  runCases(check, table, (entry) => {
    const [facts, options] = 'subject' in entry ? [entry, {}] : entry
    return { options, judge: () => check.evaluate(facts, context(options.policy, options.now)) }
  })
}

interface Prepared {
  readonly options: CaseOptions
  judge(): Verdict
}

function runCases<Facts>(
  check: Check,
  table: Table<Facts>,
  prepare: (entry: Facts | readonly [facts: Facts, options: CaseOptions]) => Prepared,
): void {
  describe(check.id, () => {
    const grades = new Set<string>()
    for (const outcome of ['pass', 'fail', 'not-applicable', 'not-assessed'] as const) {
      const cases = table[outcome]
      if (typeof cases === 'string') continue
      for (const [name, entry] of Object.entries(cases)) {
        const { options, judge } = prepare(entry)
        if (options.grade !== undefined) grades.add(options.grade)
        test(`${outcome}: ${name}`, () => {
          const verdict = judge()
          expect(verdict).toMatchObject({ outcome, ...(options.grade === undefined ? {} : { grade: options.grade }) })
          if (verdict.outcome === 'fail')
            expect(certificatesInEvidence(verdict.evidence).length > 0, 'names the certificate that failed').toBe(
              check.ofCertificate !== false,
            )
          if (options.changesAt !== undefined) expect(verdict.changesAt?.toISOString()).toBe(options.changesAt)
        })
      }
    }
    test('every grade has a failing case', () => {
      expect([...grades].sort()).toEqual(Object.keys(check.severities).sort())
    })
  })
}

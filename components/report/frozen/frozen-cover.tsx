import type { ReportSummary } from '#lib/compliance/report-snapshot.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { DefinitionList } from '../../ui/definition-list.tsx'
import { Hash } from '../../ui/hash.tsx'
import { Time } from '../../ui/time.tsx'
import { frozenScopeText } from './frozen-scope-text.ts'

/** What this is, of what, when, by which method, and how much was seen. */
export function FrozenCover({ summary, sha256 }: { summary: ReportSummary; sha256: string }) {
  const { coverage, scope } = summary
  return (
    <DefinitionList
      items={[
        { term: 'Shows', value: <Time at={summary.asOf} show="both" /> },
        { term: 'Scope', value: escapeUnsafe(frozenScopeText(scope)) },
        { term: 'Made by', value: `${escapeUnsafe(summary.createdBy)}, with Countersign ${summary.productVersion}` },
        { term: 'SHA-256', value: <Hash value={sha256} length={64} /> },
        { term: 'Method', value: summary.method },
        {
          term: 'Coverage',
          value: `${coverage.identities.toLocaleString('en')} identities and ${coverage.endpoints.toLocaleString('en')} endpoints in scope: ${coverage.reached.toLocaleString('en')} reached by the last scan, ${coverage.unreached.toLocaleString('en')} not reached, ${coverage.neverScanned.toLocaleString('en')} never scanned.`,
        },
        {
          term: 'Evidence',
          value:
            coverage.observedFrom === null ? (
              'Nothing was observed'
            ) : (
              <>
                {coverage.verdicts.toLocaleString('en')} verdicts on {summary.rows.observation.toLocaleString('en')}{' '}
                observations and {summary.rows.certificate.toLocaleString('en')} certificates, seen{' '}
                <Time at={coverage.observedFrom} show="absolute" /> to <Time at={coverage.observedTo} show="absolute" />
              </>
            ),
        },
        {
          term: 'Paths judged by',
          value: coverage.engines.length === 0 ? 'Nothing was judged' : coverage.engines.join(', '),
        },
      ]}
    />
  )
}

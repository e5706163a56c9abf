import { frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import type { ComplianceReport } from '#lib/data/compliance/compliance-report.ts'
import { Mark } from '../../shell/mark.tsx'
import { DefinitionList } from '../../ui/definition-list.tsx'
import { Time } from '../../ui/time.tsx'

/** What this is, of what, when, by which method, and how much was seen. `scope` is the scope in words. */
export function ReportCover({
  report,
  scope,
  preparedFor,
}: {
  report: ComplianceReport
  scope: string
  preparedFor: string
}) {
  const { framework, coverage } = report
  return (
    <header className="report-cover grid content-start gap-8">
      <Mark />
      <div className="grid gap-1">
        <p className="text-ink-2">Compliance report</p>
        <h1 className="font-semibold text-3xl tracking-tight [overflow-wrap:anywhere]">{frameworkTitle(framework)}</h1>
      </div>
      <DefinitionList
        items={[
          { term: 'Scope', value: scope },
          {
            term: 'Made',
            value: (
              <>
                <Time at={report.generatedAt} show="absolute" /> by {preparedFor}
              </>
            ),
          },
          {
            term: 'Publication',
            value: (
              <>
                {framework.name}, {framework.version}:{' '}
                <a href={framework.url} rel="noreferrer" target="_blank" className="link">
                  {framework.url}
                </a>
              </>
            ),
          },
          {
            term: 'Controls listed',
            value: `${report.controls.length} scored${framework.complete ? ', all of the publication' : ', only those that TLS identity can speak to'}${framework.identifiers === 'local' ? '; the publication gives them no identifiers, so these are ours' : ''}. ${framework.note ?? ''}`,
          },
          { term: 'Method', value: report.method },
          {
            term: 'Judged by',
            value:
              coverage.engines.length === 0
                ? 'Nothing was judged yet'
                : `Countersign ${report.productVersion}; certificate paths by ${coverage.engines.join(', ')}`,
          },
          {
            term: 'Coverage',
            value: `${coverage.identities} identities and ${coverage.endpoints} endpoints in scope: ${coverage.reached} reached by the last scan, ${coverage.unreached} not reached, ${coverage.neverScanned} never scanned. ${coverage.verdicts.toLocaleString('en')} verdicts.`,
          },
          {
            term: 'Evidence from',
            value:
              coverage.observedFrom === null ? (
                'Nothing was observed'
              ) : (
                <>
                  <Time at={coverage.observedFrom} show="absolute" /> to{' '}
                  <Time at={coverage.observedTo} show="absolute" />; last judged{' '}
                  <Time at={coverage.judgedTo} show="absolute" />
                </>
              ),
          },
        ]}
      />
    </header>
  )
}

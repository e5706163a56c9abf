import { CompareWith } from '#components/report/frozen/compare-with.tsx'
import { FrozenCover } from '#components/report/frozen/frozen-cover.tsx'
import { FrozenLadder } from '#components/report/frozen/frozen-ladder.tsx'
import {
  FrozenExceptions,
  FrozenFindings,
  FrozenFrameworks,
  FrozenNotAssessed,
} from '#components/report/frozen/frozen-parts.tsx'
import { ReportFiles } from '#components/report/frozen/report-files.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import type { Principal } from '#lib/core/principal.ts'
import type { OpenReport } from '#lib/data/report-snapshots/open-report.ts'
import { listEarlierReports } from '#lib/data/report-snapshots/reports.ts'
import { reportFormats } from '#lib/export/report/index.ts'

/** A done report: cover, numbers, frameworks, exceptions, what is unknown, and its files. */
export async function DoneReport({ opened, principal }: { opened: OpenReport; principal: Principal }) {
  const { summary, sha256, integrity } = opened
  const earlier = await listEarlierReports(principal, new Date(summary.asOf))
  return (
    <>
      <Card>
        <FrozenCover summary={summary} sha256={sha256} />
      </Card>
      {integrity.intact ? (
        <Section title="Files" note="Each holds what this report froze.">
          <ReportFiles id={summary.id} files={reportFormats.map(({ key, label, use }) => ({ key, label, use }))} />
        </Section>
      ) : null}
      <Section title="Since an earlier report">
        <CompareWith earlier={earlier} />
      </Section>
      <Section title="Assurance ladder">
        <FrozenLadder ladder={summary.ladder} />
      </Section>
      <Section title="Frameworks" note="Totals are over official controls only.">
        <FrozenFrameworks summary={summary} />
      </Section>
      <Section title="Findings that were active" note="Open and acknowledged.">
        <FrozenFindings summary={summary} />
      </Section>
      <Section title="Exceptions" note="Accepted findings and false positives stay failures in this report.">
        <FrozenExceptions exceptions={summary.exceptions} />
      </Section>
      <Section title="What was not assessed, and why">
        <FrozenNotAssessed summary={summary} />
      </Section>
    </>
  )
}

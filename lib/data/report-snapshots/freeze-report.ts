import { catalogue } from '#lib/checks/catalogue/index.ts'
import { findFramework } from '#lib/compliance/catalogues/index.ts'
import type { Framework } from '#lib/compliance/framework.ts'
import { reportSha256 } from '#lib/compliance/report-digest.ts'
import {
  type ReportCoverage,
  type ReportScope,
  type ReportSummary,
  reportSchema,
  type VerdictRow,
} from '#lib/compliance/report-snapshot.ts'
import { productVersion } from '#lib/core/product-version.ts'
import { reportMethod } from '../compliance/compliance-report.ts'
import { loadCoverage } from '../compliance/coverage.ts'
import type { ComplianceScope } from '../compliance/filter.ts'
import type { Db } from '../sql.ts'
import { FindingTally } from './finding-tally.ts'
import type { PartScope } from './part-scope.ts'
import { writeParts } from './part-writer.ts'
import { readCertificates } from './read-certificates.ts'
import { readFindings } from './read-findings.ts'
import { readLadder } from './read-ladder.ts'
import { readObservations } from './read-observations.ts'
import { readVerdicts } from './read-verdicts.ts'
import { liveScope } from './request.ts'
import { frozenCheck, frozenFramework } from './summarise.ts'
import { VerdictTally } from './verdict-tally.ts'

/** A report that is to be made, as its row has it. */
export interface ReportOrder {
  readonly id: string
  readonly name: string
  readonly createdBy: string
  readonly frameworks: readonly string[]
  readonly scope: ReportScope
}

/**
 * Reads the estate as the open transaction `tx` sees it, writes the report's parts, and gives what is to stand in its
 * row. Memory holds some hundred rows, and the exceptions. Throws ReportStopped where it was cancelled meanwhile.
 */
export async function freezeReport(
  tx: Db,
  order: ReportOrder,
  asOf: Date,
  signal: AbortSignal,
): Promise<{ readonly summary: ReportSummary; readonly sha256: string }> {
  const frameworks = order.frameworks.flatMap((id) => findFramework(id) ?? [])
  const part: PartScope = { checkIds: checksOf(frameworks), scope: liveScope(order.scope) }
  const since = order.scope.evidenceSince === null ? null : new Date(order.scope.evidenceSince)
  const [verdicts, findings] = [new VerdictTally(), new FindingTally()]
  const written = { rows: 0, signal }
  const parts = {
    verdict: await writeParts(order.id, 'verdict', counted(readVerdicts(tx, part, since), verdicts), written),
    finding: await writeParts(order.id, 'finding', findings.pass(readFindings(tx, part)), written),
    observation: await writeParts(order.id, 'observation', readObservations(tx, part), written),
    certificate: await writeParts(order.id, 'certificate', readCertificates(tx, part), written),
  }
  const summary: ReportSummary = {
    schema: reportSchema,
    id: order.id,
    name: order.name,
    createdBy: order.createdBy,
    productVersion,
    asOf: asOf.toISOString(),
    scope: order.scope,
    method: reportMethod,
    coverage: await frozenCoverage(tx, part.scope, verdicts.total),
    ladder: await readLadder(tx, part.scope, since),
    frameworks: frameworks.map((framework) => frozenFramework(framework, verdicts, findings)),
    checks: part.checkIds.map((id) => frozenCheck(id, verdicts)),
    exceptions: findings.exceptions,
    notAssessed: verdicts.notAssessed,
    findingsBySeverity: findings.bySeverity,
    rows: {
      verdict: parts.verdict.count,
      finding: parts.finding.count,
      observation: parts.observation.count,
      certificate: parts.certificate.count,
    },
  }
  const sha256 = reportSha256(summary, {
    verdict: parts.verdict.sha256,
    finding: parts.finding.sha256,
    observation: parts.observation.sha256,
    certificate: parts.certificate.sha256,
  })
  return { summary, sha256 }
}

/** Checks that speak to a scored control of any of these, in the catalogue's order. */
export function checksOf(frameworks: readonly Framework[]): string[] {
  const named = new Set(
    frameworks.flatMap((framework) => framework.controls.map(({ id }) => `${framework.viewOf ?? framework.id} ${id}`)),
  )
  return catalogue
    .filter(({ controls }) => controls.some(({ framework, control }) => named.has(`${framework} ${control}`)))
    .map(({ id }) => id)
}

async function* counted(verdicts: AsyncIterable<VerdictRow>, tally: VerdictTally): AsyncGenerator<VerdictRow> {
  for await (const verdict of verdicts) {
    tally.add(verdict)
    yield verdict
  }
}

async function frozenCoverage(tx: Db, scope: ComplianceScope, verdicts: number): Promise<ReportCoverage> {
  const found = await loadCoverage(tx, scope)
  return {
    identities: found.identities,
    endpoints: found.endpoints,
    reached: found.reached,
    unreached: found.unreached,
    neverScanned: found.neverScanned,
    verdicts,
    observedFrom: found.observedFrom?.toISOString() ?? null,
    observedTo: found.observedTo?.toISOString() ?? null,
    engines: found.engines,
  }
}

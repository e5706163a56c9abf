import { catalogue } from '#lib/checks/catalogue/index.ts'
import { rungs } from '#lib/checks/contract.ts'
import { assessFramework, type ControlAssessment, type VerdictCount } from '#lib/compliance/assess.ts'
import type { Framework } from '#lib/compliance/framework.ts'
import { RowsDigest, reportSha256 } from '#lib/compliance/report-digest.ts'
import { frameworksByUse } from '#lib/compliance/report-frameworks.ts'
import {
  type FindingRow,
  type ReportCheck,
  type ReportControl,
  type ReportFramework,
  type ReportRowKind,
  type ReportRows,
  type ReportSource,
  type ReportSummary,
  reportRowKinds,
  type StandingFindings,
} from '#lib/compliance/report-snapshot.ts'
import { citationsOf } from '#lib/compliance/source-citations.ts'
import { severities } from '#lib/core/severity.ts'
import { hostileTexts } from './hostile-texts.ts'
import {
  daysFromNow,
  identityName,
  type SampleShape,
  sampleCertificates,
  sampleFindings,
  sampleId,
  sampleNow,
  sampleObservations,
  sampleVerdicts,
} from './sample-rows.ts'

const plain: SampleShape = { identities: 24, failingPercent: 20, hostile: false, namesPerCertificate: 2 }

/** A frozen report made in memory, the same for the same shape; rows are made while they are read. */
export function sampleReport(change: Partial<SampleShape> = {}): ReportSource {
  const shape = { ...plain, ...change }
  const summary = sampleSummary(shape)
  return { summary, sha256: hashOf(shape, summary), rows: (kind) => rowsOf(shape, kind) }
}

function hashOf(shape: SampleShape, summary: ReportSummary): string {
  const digests = { verdict: '', finding: '', observation: '', certificate: '' }
  for (const kind of reportRowKinds) {
    const digest = new RowsDigest()
    for (const row of makers[kind](shape)) digest.add(`${JSON.stringify(row)}\n`)
    digests[kind] = digest.end()
  }
  return reportSha256(summary, digests)
}

async function* rowsOf<Kind extends ReportRowKind>(shape: SampleShape, kind: Kind): AsyncGenerator<ReportRows[Kind]> {
  yield* makers[kind](shape)
}

const makers: { readonly [Kind in ReportRowKind]: (shape: SampleShape) => Iterable<ReportRows[Kind]> } = {
  verdict: sampleVerdicts,
  finding: sampleFindings,
  observation: sampleObservations,
  certificate: sampleCertificates,
}

/** What the rows of a shape add up to. */
interface Tally {
  readonly counts: Map<string, VerdictCount>
  readonly findings: FindingRow[]
  readonly reasons: Map<string, { checkId: string; reason: string; count: number }>
  verdicts: number
}

function tallyOf(shape: SampleShape): Tally {
  const tally: Tally = { counts: new Map(), findings: [...sampleFindings(shape)], reasons: new Map(), verdicts: 0 }
  for (const { checkId, outcome, reason } of sampleVerdicts(shape)) {
    tally.verdicts += 1
    const key = `${checkId} ${outcome}`
    const count = (tally.counts.get(key)?.count ?? 0) + 1
    tally.counts.set(key, { checkId, outcome, count, affected: count })
    if (outcome !== 'not-assessed') continue
    const why = { checkId, reason: reason ?? '' }
    const reasonKey = `${checkId} ${reason}`
    tally.reasons.set(reasonKey, { ...why, count: (tally.reasons.get(reasonKey)?.count ?? 0) + 1 })
  }
  return tally
}

function sampleSummary(shape: SampleShape): ReportSummary {
  const tally = tallyOf(shape)
  const active = tally.findings.filter(({ status }) => status === 'open' || status === 'acknowledged')
  const unreached = [...sampleObservations(shape)].filter(({ outcome }) => outcome !== 'handshake').length
  return {
    schema: 'countersign.report/1',
    id: '019ab000-0000-7000-8000-000000000042',
    name: shape.hostile ? (hostileTexts.slice(0, 6).join(' ') ?? '') : 'Quarterly evidence, production and staging',
    createdBy: 'auditor@example.com',
    productVersion: '0.1.0',
    asOf: sampleNow.toISOString(),
    scope: {
      environment: shape.hostile ? [hostileTexts[4] ?? '', 'none'] : ['production', 'staging'],
      owner: [],
      identity: shape.hostile ? [{ id: sampleId('identity', 0), name: identityName(shape, 0) }] : [],
      evidenceSince: daysFromNow(-30),
    },
    method:
      'Every address of every endpoint in scope is dialled and asked by a TLS client of the product’s own. Certificate chains are validated against the trust store of the identity’s environment at the instant of this report. Each check judges stored observations; what could not be observed is not assessed and never counts as passed.',
    coverage: {
      identities: shape.identities,
      endpoints: shape.identities,
      reached: shape.identities - unreached,
      unreached,
      neverScanned: 0,
      verdicts: tally.verdicts,
      observedFrom: shape.identities > 0 ? daysFromNow(-0.2) : null,
      observedTo: shape.identities > 0 ? daysFromNow(-0.1) : null,
      engines: ['countersign path validator 0.1.0', 'node:tls (OpenSSL 3.5.4)'],
    },
    ladder: sampleLadder(shape.identities),
    frameworks: frameworksByUse.reported.map((framework) => sampleFramework(framework, tally)),
    checks: catalogue.map((check) => sampleCheck(check, tally)),
    exceptions: tally.findings.flatMap(exceptionOf),
    notAssessed: [...tally.reasons.values()].sort((a, b) => b.count - a.count),
    findingsBySeverity: {
      info: active.filter(({ severity }) => severity === 'info').length,
      low: active.filter(({ severity }) => severity === 'low').length,
      medium: active.filter(({ severity }) => severity === 'medium').length,
      high: active.filter(({ severity }) => severity === 'high').length,
      critical: active.filter(({ severity }) => severity === severities[4]).length,
    },
    rows: {
      verdict: tally.verdicts,
      finding: tally.findings.length,
      observation: shape.identities,
      certificate: [...sampleCertificates({ ...shape, namesPerCertificate: 0 })].length,
    },
  }
}

function sampleLadder(identities: number): ReportSummary['ladder'] {
  const share = (part: number) => Math.floor(identities * part)
  const rung = (pass: number, fail: number, expected = 1) => ({
    pass: share(pass),
    fail: share(fail),
    'not-expected': share(1 - expected),
    'not-assessed': identities - share(pass) - share(fail) - share(1 - expected),
  })
  const [encrypted, trusted, bound, current, mutual] = rungs
  return {
    identities,
    proven: share(0.4),
    rungs: {
      [encrypted]: rung(0.8, 0.1),
      [trusted]: rung(0.7, 0.2),
      [bound]: rung(0.75, 0.15),
      [current]: rung(0.6, 0.3),
      [mutual]: rung(0.2, 0.1, 0.5),
    },
  }
}

function sampleFramework(framework: Framework, tally: Tally): ReportFramework {
  const assessed = assessFramework(framework, [...tally.counts.values()])
  const { controls: _, ...rest } = framework
  return { ...rest, totals: assessed.totals, controls: assessed.controls.map((control) => controlOf(control, tally)) }
}

function controlOf({ framework, ...assessment }: ControlAssessment, tally: Tally): ReportControl {
  const checks = new Set(assessment.checks.map(({ checkId }) => checkId))
  const own = tally.findings.filter(({ checkId }) => checks.has(checkId))
  const standing = (status: FindingRow['status']) => own.filter((finding) => finding.status === status).length
  const findings: StandingFindings = {
    open: standing('open'),
    acknowledged: standing('acknowledged'),
    accepted: standing('accepted'),
    falsePositive: standing('false-positive'),
  }
  return { ...assessment, findings, citations: citationsOf(framework, assessment.control.id) }
}

function sampleCheck(
  { id, title, group, rung, why, fix, references }: (typeof catalogue)[number],
  tally: Tally,
): ReportCheck {
  const count = (outcome: VerdictCount['outcome']) => tally.counts.get(`${id} ${outcome}`)?.count ?? 0
  return {
    id,
    title,
    group,
    rung: rung ?? null,
    why,
    fix,
    references,
    pass: count('pass'),
    fail: count('fail'),
    notApplicable: count('not-applicable'),
    notAssessed: count('not-assessed'),
  }
}

function exceptionOf(row: FindingRow): ReportSummary['exceptions'] {
  if (row.status !== 'accepted' && row.status !== 'false-positive') return []
  return [
    {
      findingId: row.id,
      checkId: row.checkId,
      title: catalogue.find(({ id }) => id === row.checkId)?.title ?? row.checkId,
      severity: row.severity,
      status: row.status,
      subjectName: row.subjectName,
      identityName: row.identity?.name ?? null,
      owner: row.owner,
      reason: row.reason,
      acceptedUntil: row.acceptedUntil,
      approver: row.approver,
      decidedBy: 'analyst@example.com',
      decidedAt: daysFromNow(-3),
    },
  ]
}

import type { ReportException, ReportSummary } from '#lib/compliance/report-snapshot.ts'
import { coverageColumns, coverageNote, coverageWords, type ListCoverage } from '../content/list-coverage.ts'
import { type UnassessedCheck, unassessedChecks } from '../content/unassessed-checks.ts'
import { countText, dayText, instantText } from '../content/words.ts'
import type { Canvas } from './canvas.ts'
import { looks } from './looks.ts'
import { findingStatusMark, severityMark } from './marks.ts'
import { type Cell, type Column, drawFacts, drawTable, marked, plain } from './table.ts'

/** Rows of a table at most; whole lists stand in CSV and JSON. */
const mostRows = 1000

export function drawExceptions(canvas: Canvas, exceptions: readonly ReportException[]): void {
  canvas.heading(1, 'Exceptions')
  canvas.paragraph(
    'What was decided not to be fixed for now, by whom, why and until when. An exception hides no evidence: its finding stands in this report too.',
  )
  if (exceptions.length === 0) {
    canvas.paragraph('None.', looks.soft)
    return
  }
  note(canvas, exceptions.length, 'report.exceptions.csv')
  drawTable(canvas, exceptionColumns, exceptions.slice(0, mostRows).map(exceptionCells))
}

function note(canvas: Canvas, count: number, file: string): void {
  if (count <= mostRows) return
  canvas.paragraph(
    `The first ${countText(mostRows)} of ${countText(count)} are shown; all stand in ${file} of the signed bundle.`,
    {
      ...looks.body,
      font: 'medium',
    },
  )
}

const exceptionColumns: readonly Column[] = [
  { label: 'Finding', share: 0.26 },
  { label: 'Decision', share: 0.165 },
  { label: 'Owner', share: 0.12 },
  { label: 'Approver', share: 0.15 },
  { label: 'Until', share: 0.115 },
  { label: 'Reason', share: 0.19 },
]

function exceptionCells(exception: ReportException): readonly Cell[] {
  const { title, subjectName, severity, status, owner, approver, acceptedUntil, reason, decidedBy, decidedAt } =
    exception
  const decided = [decidedBy === null ? null : `by ${decidedBy}`, decidedAt === null ? null : dayText(decidedAt)]
  const mark = severityMark(severity)
  return [
    {
      mark,
      lines: [
        { text: title, look: looks.cellBold },
        { text: `${mark.word}, ${subjectName}`, look: looks.cellSoft },
      ],
    },
    marked(findingStatusMark(status)),
    plain(owner ?? 'no owner'),
    plain(approver ?? 'nobody on record'),
    plain(acceptedUntil === null ? 'without expiry' : dayText(acceptedUntil)),
    {
      lines: [
        { text: reason ?? 'no reason on record', look: looks.cell },
        { text: decided.filter((part) => part !== null).join(', '), look: looks.cellSoft },
      ].filter(({ text }) => text !== ''),
    },
  ]
}

const unknownColumns: readonly Column[] = [
  { label: 'Check', share: 0.42 },
  { label: 'Reason', share: 0.46 },
  { label: 'Times', share: 0.12, align: 'right' },
]

export function drawNotAssessed(canvas: Canvas, summary: ReportSummary): void {
  const groups = unassessedChecks(summary)
  canvas.heading(1, 'Not assessed')
  canvas.paragraph('What could not be judged, and why. None of it counts as passed anywhere in this report.')
  if (groups.length === 0) {
    canvas.paragraph('Nothing.', looks.soft)
    return
  }
  const rows = groups.slice(0, mostRows).map(({ checkId, title, count, reasons }): readonly Cell[] => [
    {
      lines: [
        { text: title, look: looks.cell },
        { text: checkId, look: { ...looks.mono, size: 6.8, colour: looks.cellSoft.colour } },
      ],
    },
    { lines: reasonLines(reasons).map((text) => ({ text, look: looks.cell })) },
    plain(countText(count)),
  ])
  drawTable(canvas, unknownColumns, rows)
}

const mostReasons = 8

/** A reason with its count where there are several. */
function reasonLines(reasons: UnassessedCheck['reasons']): readonly string[] {
  const [only, ...others] = reasons
  if (only && others.length === 0) return [only.reason]
  const lines = reasons.slice(0, mostReasons).map(({ reason, count }) => `${countText(count)} × ${reason}`)
  const rest = reasons.length - mostReasons
  return rest > 0 ? [...lines, `and ${countText(rest)} more reasons, in report.json`] : lines
}

export function drawMethod(
  canvas: Canvas,
  { method, coverage, productVersion, rows }: ReportSummary,
  lists: readonly ListCoverage[],
): void {
  canvas.heading(1, 'Method and coverage')
  canvas.paragraph(method)
  canvas.space(4)
  drawFacts(canvas, [
    ['Identities', countText(coverage.identities)],
    ['Endpoints', countText(coverage.endpoints)],
    ['Reached', countText(coverage.reached)],
    ['Not reached', countText(coverage.unreached)],
    ['Never scanned', countText(coverage.neverScanned)],
    ['Judgements', countText(coverage.verdicts)],
    ['Observations', countText(rows.observation)],
    ['Certificates', countText(rows.certificate)],
    ['Observed', `${instantText(coverage.observedFrom)} to ${instantText(coverage.observedTo)}`],
    ['Paths judged by', coverage.engines.join('; ') || 'none'],
    ['Made by', `Countersign ${productVersion}`],
  ])
  canvas.space(8)
  drawLists(canvas, lists)
  canvas.paragraph(
    'Text of certificates is written as it stands. Characters that could forge or hide text, and such as this document’s fonts do not hold, are written out, the former as their octets (\\e2\\80\\ae), the latter by their number (\\u{652F}); JSON holds all of them as they are.',
    looks.soft,
  )
}

const listColumns: readonly Column[] = [
  { label: 'List', share: 0.36 },
  ...coverageColumns.map((column): Column => ({ label: coverageWords[column], share: 0.16, align: 'right' })),
]

function drawLists(canvas: Canvas, lists: readonly ListCoverage[]): void {
  canvas.heading(2, 'How complete the lists of what servers accept are', 90)
  canvas.paragraph(coverageNote)
  drawTable(
    canvas,
    listColumns,
    lists.map(({ label, counts }) => [
      plain(label),
      ...coverageColumns.map((column) => plain(countText(counts[column]))),
    ]),
  )
}

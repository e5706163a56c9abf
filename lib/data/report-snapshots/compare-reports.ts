import { type CompareAnswer, compareAnswer } from '#lib/compliance/compare-answer.ts'
import { type ComparedFramework, compareFrameworks } from '#lib/compliance/compare-controls.ts'
import {
  compareVerdicts,
  type FindingChange,
  type ReportChange,
  type VerdictChange,
} from '#lib/compliance/compare-verdicts.ts'
import { isSameQuestion, reportDifferences } from '#lib/compliance/report-differences.ts'
import type { ReportSource } from '#lib/compliance/report-snapshot.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { remember } from '#lib/core/remember.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import { sortText } from '../keyset.ts'
import { type ChangeChoice, type ChangeFilter, isChosen } from './change-filter.ts'
import { reportSource } from './open-report.ts'
import { storedRows } from './stored-rows.ts'

export interface ComparedReport {
  readonly id: string
  readonly name: string
  readonly asOf: string
  readonly sha256: string
}

/** What became of everything between an earlier report and a later one. */
export interface ReportComparison extends CompareAnswer {
  readonly before: ComparedReport
  readonly after: ComparedReport
  /** What the two ask differently, in words. */
  readonly differences: readonly string[]
  readonly frameworks: readonly ComparedFramework[]
  /** Judgements by what became of them. */
  readonly verdicts: Readonly<Record<VerdictChange | 'same', number>>
  readonly findings: Readonly<Record<FindingChange, number>>
  /** Distinct ones, as far as both reports hold their checks. */
  readonly subjects: { readonly new: number; readonly gone: number }
}

interface Pair {
  readonly before: ReportSource
  readonly after: ReportSource
}

/** Throws `not-found`, `conflict` for a report that is not done or not intact, `invalid-input` where `againstId` is not the earlier one. */
export async function compareReports(principal: Principal, id: string, againstId: string): Promise<ReportComparison> {
  const pair = await openPair(principal, id, againstId)
  const { before, after } = pair
  const { verdicts, findings, subjects, chosen } = await countsOf(pair)
  const sameQuestion = isSameQuestion(before.summary, after.summary)
  const openedAs = (change: VerdictChange) => chosen({ change: [change], finding: ['opened'] })
  const opened = { byNewChecks: openedAs('new-check'), onNewSubjects: openedAs('new-subject') }
  return {
    ...compareAnswer({ sameQuestion, verdicts, findings, opened }),
    before: headOf(before),
    after: headOf(after),
    differences: reportDifferences(before.summary, after.summary),
    frameworks: compareFrameworks(before.summary, after.summary),
    verdicts,
    findings,
    subjects,
  }
}

/** A page of what differs, by check and subject. Throws what `compareReports` throws. */
export async function listChanges(
  principal: Principal,
  id: string,
  againstId: string,
  filter: ChangeFilter,
): Promise<Page<ReportChange>> {
  const pair = await openPair(principal, id, againstId)
  const sort = sortText(filter.sort)
  const after = filter.cursor === undefined ? '' : String(decodeCursor(sort, filter.cursor).value ?? '')
  const found: ReportChange[] = []
  for await (const change of changesOf(pair, filter, after)) {
    found.push(change)
    if (found.length > filter.limit) break
  }
  const last = found.length > filter.limit ? found[filter.limit - 1] : undefined
  return {
    rows: found.slice(0, filter.limit),
    nextCursor: last ? encodeCursor(sort, { value: last.key, id: '' }) : null,
    total: { count: (await countsOf(pair)).chosen(filter), exact: true },
  }
}

/** Everything that differs, read while it is sent. Throws at once what `compareReports` throws. */
export async function exportChanges(
  principal: Principal,
  id: string,
  againstId: string,
  choice: ChangeChoice,
): Promise<AsyncIterable<ReportChange>> {
  return changesOf(await openPair(principal, id, againstId), choice)
}

async function openPair(principal: Principal, id: string, againstId: string): Promise<Pair> {
  const [after, before] = [await reportSource(principal, id), await reportSource(principal, againstId)]
  if (before.summary.asOf >= after.summary.asOf)
    throw new AppError('invalid-input', 'A report is compared with an earlier one.', {
      problems: [{ at: 'against', problem: `it shows ${before.summary.asOf}, this one ${after.summary.asOf}` }],
    })
  return { before, after }
}

function headOf({ summary: { id, name, asOf }, sha256 }: ReportSource): ComparedReport {
  return { id, name, asOf, sha256 }
}

/** Every check stands in order of its subjects, so both reports are read once, side by side. `from`: only what comes after this key. */
function comparison({ before, after }: Pair, from = '') {
  const compared = ({ summary, rows }: ReportSource) => ({
    checks: new Map(summary.checks.map(({ id, title }) => [id, title])),
    verdicts: from === '' ? rows('verdict') : storedRows(summary.id, 'verdict', { after: from }),
    findings: from === '' ? rows('finding') : storedRows(summary.id, 'finding', { after: from }),
  })
  return compareVerdicts(compared(before), compared(after))
}

async function* changesOf(pair: Pair, choice: ChangeChoice, from = ''): AsyncGenerator<ReportChange> {
  for await (const { change } of comparison(pair, from)) {
    if (change !== null && isChosen(change, choice)) yield change
  }
}

interface Counts extends Pick<ReportComparison, 'verdicts' | 'findings' | 'subjects'> {
  chosen(choice: ChangeChoice): number
}

/** Reports never change, so neither do these; by the hashes of the two. */
const counted = new Map<string, Counts>()
const most = 50

async function countsOf(pair: Pair): Promise<Counts> {
  const key = `${pair.before.sha256} ${pair.after.sha256}`
  const known = counted.get(key)
  if (known !== undefined) return known
  const made = await count(pair)
  remember(counted, most, key, made)
  return made
}

type Kind = Pick<ReportChange, 'verdict' | 'finding' | 'checkId'>

async function count(pair: Pair): Promise<Counts> {
  const kinds = new Map<string, { readonly kind: Kind; count: number }>()
  const subjects = { new: new Set<string>(), gone: new Set<string>() }
  let same = 0
  for await (const { change } of comparison(pair)) {
    if (change?.verdict == null) same += 1
    if (change === null) continue
    const { verdict, finding, checkId, subjectId } = change
    const key = `${checkId} ${verdict} ${finding}`
    const known = kinds.get(key)
    if (known) known.count += 1
    else kinds.set(key, { kind: { verdict, finding, checkId }, count: 1 })
    if (verdict === 'new-subject') subjects.new.add(subjectId)
    if (verdict === 'gone-subject') subjects.gone.add(subjectId)
  }
  const sum = (chosen: (kind: Kind) => boolean) =>
    [...kinds.values()].reduce((total, { kind, count: found }) => (chosen(kind) ? total + found : total), 0)
  const became = (change: VerdictChange) => sum(({ verdict }) => verdict === change)
  const turned = (change: FindingChange) => sum(({ finding }) => finding === change)
  return {
    verdicts: {
      worse: became('worse'),
      better: became('better'),
      'unknown-now': became('unknown-now'),
      'known-now': became('known-now'),
      other: became('other'),
      'new-subject': became('new-subject'),
      'gone-subject': became('gone-subject'),
      'new-check': became('new-check'),
      'gone-check': became('gone-check'),
      same,
    },
    findings: {
      opened: turned('opened'),
      resolved: turned('resolved'),
      excepted: turned('excepted'),
      'exception-ended': turned('exception-ended'),
      gone: turned('gone'),
    },
    subjects: { new: subjects.new.size, gone: subjects.gone.size },
    chosen: (choice) => sum((kind) => isChosen(kind, choice)),
  }
}

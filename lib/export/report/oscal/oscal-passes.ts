import type { ReportCheck, VerdictRow } from '#lib/compliance/report-snapshot.ts'
import { filled } from '../json-pieces.ts'
import { byTool, type OscalParts } from './oscal-parts.ts'
import { markup, ownProperties } from './oscal-text.ts'

/** Of one check: its passes in numbers, and those that are named. */
interface Passes {
  count: number
  readonly subjects: Pick<VerdictRow, 'subjectKind' | 'subjectId'>[]
  readonly observationIds: Set<string>
  readonly methods: Set<string>
  from: string | null
  to: string | null
}

/** What one observation names at most; all of it stands in the snapshot. */
export const mostSubjects = 500
const mostObservationIds = 64
const mostMethods = 8

export interface PassObservation {
  readonly checkId: string
  readonly uuid: string
  readonly observation: unknown
}

/**
 * Passing verdicts as they come by, which they do in the order of their checks: one check's are held at a time. Each that
 * passed anywhere gives one observation: its rung, counts, subjects, and what they rest on.
 */
export class PassingEvidence {
  readonly #parts: OscalParts
  readonly #checks: ReadonlyMap<string, ReportCheck>
  #checkId = ''
  #passes = emptyPasses()

  constructor(parts: OscalParts) {
    this.#parts = parts
    this.#checks = new Map(parts.source.summary.checks.map((check) => [check.id, check]))
  }

  /** Gives the observation of the check before, where this verdict is the first of the next. */
  *add(row: VerdictRow): Generator<PassObservation> {
    if (row.checkId !== this.#checkId) {
      yield* this.end()
      this.#checkId = row.checkId
    }
    if (row.outcome === 'pass') count(this.#passes, row)
  }

  *end(): Generator<PassObservation> {
    const [passes, checkId] = [this.#passes, this.#checkId]
    this.#passes = emptyPasses()
    const check = this.#checks.get(checkId)
    if (passes.count === 0 || check === undefined) return
    const uuid = this.#parts.ids.passObservation(checkId)
    yield { checkId, uuid, observation: { uuid, ...passed(check, passes, this.#parts) } }
  }
}

function count(passes: Passes, { subjectKind, subjectId, observationIds, method, observedAt }: VerdictRow): void {
  passes.count += 1
  if (passes.subjects.length < mostSubjects) passes.subjects.push({ subjectKind, subjectId })
  for (const id of observationIds) if (passes.observationIds.size < mostObservationIds) passes.observationIds.add(id)
  if (passes.methods.size < mostMethods) passes.methods.add(method)
  if (observedAt === null) return
  if (passes.from === null || observedAt < passes.from) passes.from = observedAt
  if (passes.to === null || observedAt > passes.to) passes.to = observedAt
}

function emptyPasses(): Passes {
  return { count: 0, subjects: [], observationIds: new Set(), methods: new Set(), from: null, to: null }
}

function passed(check: ReportCheck, passes: Passes, { source, ids }: OscalParts): object {
  const { count, subjects, from, to } = passes
  const left = count - subjects.length
  return {
    title: markup(`${check.id}: ${count} pass`),
    description: markup(
      `${check.title}: ${count} of ${check.pass + check.fail} subjects that were judged pass.${left > 0 ? ` ${subjects.length} of them are named here; all stand in the snapshot.` : ''}`,
    ),
    props: ownProperties({
      check: check.id,
      activity: ids.check(check.id),
      rung: check.rung ?? null,
      outcome: 'pass',
      pass: count,
      'subjects-not-listed': left || null,
      'observed-from': from,
      'observed-to': to,
    }),
    methods: ['TEST'],
    types: ['control-objective'],
    origins: byTool(ids),
    subjects: subjects.map(({ subjectKind, subjectId }) =>
      subjectKind === 'identity'
        ? { 'subject-uuid': ids.identity(subjectId), type: 'component' }
        : { 'subject-uuid': ids.endpoint(subjectId), type: 'inventory-item' },
    ),
    'relevant-evidence': [
      {
        href: `#${ids.snapshot}`,
        description: 'Each passing judgement with its observation ids, time, method and certificate hash.',
        ...filled('props', [
          ...[...passes.methods].flatMap((method) => ownProperties({ method })),
          ...[...passes.observationIds].flatMap((id) => ownProperties({ 'observation-id': id })),
        ]),
      },
    ],
    collected: to ?? source.summary.asOf,
  }
}

import { catalogue } from '#lib/checks/catalogue/index.ts'
import type { Check, ControlMapping, Verdict } from '#lib/checks/contract.ts'
import type { Control, Framework } from './framework.ts'

/** How often a check gave an outcome over what a report covers. */
export interface VerdictCount {
  readonly checkId: string
  readonly outcome: Verdict['outcome']
  readonly count: number
  /** Distinct identities behind these verdicts; counted where they fail. */
  readonly affected: number
}

export const controlStatuses = ['satisfied', 'not-satisfied', 'partly-assessed', 'not-assessed'] as const

export type ControlStatus = (typeof controlStatuses)[number]

/** What one check says to a control. */
export interface CheckContribution {
  readonly checkId: string
  readonly title: string
  readonly relation: ControlMapping['relation']
  readonly rationale: string
  readonly pass: number
  readonly fail: number
  readonly notApplicable: number
  readonly notAssessed: number
  /** Distinct identities that fail this check. */
  readonly affected: number
  /** Whether it judged anything: a check whose every verdict is not assessed, or that has none, did not run. */
  readonly ran: boolean
}

export interface ControlAssessment {
  readonly framework: string
  readonly control: Control
  readonly status: ControlStatus
  /** Why it is no more than that, in words; null where it is satisfied. */
  readonly reason: string | null
  readonly checks: readonly CheckContribution[]
  readonly counts: {
    readonly checksMapped: number
    readonly checksRan: number
    readonly checksNotRun: number
    readonly pass: number
    readonly fail: number
    readonly notApplicable: number
    readonly notAssessed: number
  }
}

export interface FrameworkAssessment {
  readonly framework: Framework
  /** Every control that is scored, in the framework's order. */
  readonly controls: readonly ControlAssessment[]
  readonly totals: Readonly<Record<ControlStatus, number>>
}

/**
 * The status of one official control. A failing verdict of any check that speaks to it makes it not satisfied.
 * It is satisfied only where every check that speaks to it judged all that is in scope, and one that names its
 * subject directly passed: supporting and interpretive evidence alone leaves it partly assessed.
 */
export function assessControl(
  framework: Framework,
  control: Control,
  verdictCounts: readonly VerdictCount[],
  checks: readonly Check[] = catalogue,
): ControlAssessment {
  const contributions = checks.flatMap((check) => {
    const named = framework.viewOf ?? framework.id
    const mapping = check.controls.find((mapped) => mapped.framework === named && mapped.control === control.id)
    return mapping === undefined ? [] : [contributionOf(check, mapping, verdictCounts)]
  })
  const sum = (field: 'pass' | 'fail' | 'notApplicable' | 'notAssessed') =>
    contributions.reduce((total, contribution) => total + contribution[field], 0)
  const checksRan = contributions.filter(({ ran }) => ran).length
  return {
    framework: framework.id,
    control,
    ...statusOf(contributions),
    checks: contributions,
    counts: {
      checksMapped: contributions.length,
      checksRan,
      checksNotRun: contributions.length - checksRan,
      pass: sum('pass'),
      fail: sum('fail'),
      notApplicable: sum('notApplicable'),
      notAssessed: sum('notAssessed'),
    },
  }
}

/** All scored controls of a framework: categories, superseded and withdrawn ones have no status. */
export function assessFramework(
  framework: Framework,
  verdictCounts: readonly VerdictCount[],
  checks: readonly Check[] = catalogue,
): FrameworkAssessment {
  const controls = framework.controls
    .filter(isScored)
    .map((control) => assessControl(framework, control, verdictCounts, checks))
  const count = (status: ControlStatus) => controls.filter((assessed) => assessed.status === status).length
  return {
    framework,
    controls,
    totals: {
      satisfied: count('satisfied'),
      'not-satisfied': count('not-satisfied'),
      'partly-assessed': count('partly-assessed'),
      'not-assessed': count('not-assessed'),
    },
  }
}

export function isScored(control: Control): boolean {
  return control.kind === 'control' && control.status === 'active'
}

function contributionOf(
  check: Check,
  mapping: ControlMapping,
  verdictCounts: readonly VerdictCount[],
): CheckContribution {
  const own = verdictCounts.filter(({ checkId }) => checkId === check.id)
  const count = (outcome: Verdict['outcome']) =>
    own.reduce((total, entry) => (entry.outcome === outcome ? total + entry.count : total), 0)
  const [pass, fail, notApplicable] = [count('pass'), count('fail'), count('not-applicable')]
  return {
    checkId: check.id,
    title: check.title,
    relation: mapping.relation,
    rationale: mapping.rationale,
    pass,
    fail,
    notApplicable,
    notAssessed: count('not-assessed'),
    affected: own.reduce((total, entry) => (entry.outcome === 'fail' ? total + entry.affected : total), 0),
    ran: pass + fail + notApplicable > 0,
  }
}

function statusOf(checks: readonly CheckContribution[]): Pick<ControlAssessment, 'status' | 'reason'> {
  if (checks.length === 0) return { status: 'not-assessed', reason: 'no check speaks to this control' }
  const failing = checks.filter(({ fail }) => fail > 0)
  if (failing.length > 0)
    return { status: 'not-satisfied', reason: `${failing.length} of ${checks.length} checks fail` }
  const silent = checks.filter(({ ran }) => !ran)
  if (silent.length === checks.length)
    return { status: 'not-assessed', reason: 'none of its checks has judged anything' }
  if (checks.every(({ pass }) => pass === 0))
    return { status: 'not-assessed', reason: 'nothing in scope that its checks apply to' }
  const partly = checks.filter(({ ran, notAssessed }) => !ran || notAssessed > 0)
  if (partly.length > 0) {
    return {
      status: 'partly-assessed',
      reason: `${partly.length} of ${checks.length} checks could not judge all that is in scope`,
    }
  }
  const direct = checks.some(({ relation, pass }) => relation === 'direct' && pass > 0)
  return direct
    ? { status: 'satisfied', reason: null }
    : { status: 'partly-assessed', reason: 'only supporting or interpretive evidence' }
}

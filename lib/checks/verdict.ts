import type { Evidence, Verdict } from './contract.ts'

/** Members of a list that evidence tells: as many as a person reads. */
export const mostTold = 20

export function pass(evidence: Evidence, changesAt?: Date | null): Verdict<never> {
  return { outcome: 'pass', evidence, ...when(changesAt) }
}

export function fail<const Grade extends string>(
  grade: Grade,
  evidence: Evidence,
  changesAt?: Date | null,
): Verdict<Grade> {
  return { outcome: 'fail', grade, evidence, ...when(changesAt) }
}

export function notApplicable(reason: string, changesAt?: Date | null): Verdict<never> {
  return { outcome: 'not-applicable', reason, ...when(changesAt) }
}

export function notAssessed(reason: string, changesAt?: Date | null): Verdict<never> {
  return { outcome: 'not-assessed', reason, ...when(changesAt) }
}

function when(changesAt: Date | null | undefined): { changesAt?: Date } {
  return changesAt === null || changesAt === undefined ? {} : { changesAt }
}

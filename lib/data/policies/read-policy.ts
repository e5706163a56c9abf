import { findCheck } from '#lib/checks/catalogue/index.ts'
import { type Policy, policySchema } from '#lib/checks/policy.ts'
import { AppError, type InputProblem } from '#lib/core/errors.ts'

/** Reads a policy from outside. Throws `invalid-input` with a problem per fault, its place under `policy`. */
export function readPolicy(input: unknown): Policy {
  const parsed = policySchema.safeParse(input)
  const problems = parsed.success
    ? policyFaults(parsed.data)
    : parsed.error.issues.map(({ path, message }) => ({ path, problem: message }))
  if (parsed.success && problems.length === 0) return parsed.data
  const told = problems.map(({ path, problem }): InputProblem => ({ at: ['policy', ...path].join('.'), problem }))
  throw new AppError('invalid-input', `${told[0]?.at}: ${told[0]?.problem}`, { problems: told })
}

export interface PolicyFault {
  readonly path: readonly PropertyKey[]
  readonly problem: string
}

/** What a policy of the right shape still gets wrong. */
export function policyFaults({ severityOverrides, expiryWarnShare, expiryUrgentShare }: Policy): PolicyFault[] {
  const unknown = Object.keys(severityOverrides ?? {}).flatMap((id) =>
    findCheck(id) ? [] : [{ path: ['severityOverrides', id], problem: `there is no check ${id}` }],
  )
  return (expiryUrgentShare ?? 0.1) <= (expiryWarnShare ?? 1 / 3)
    ? unknown
    : [...unknown, { path: ['expiryUrgentShare'], problem: 'Urgent can’t begin before the warning does.' }]
}

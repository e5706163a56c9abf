import { findCheck } from '#lib/checks/catalogue/index.ts'
import { effectivePolicy, type Policy, policySchema } from '#lib/checks/policy.ts'
import { refuseInput, requireInput } from '../require-input.ts'

/** Reads a policy from outside. Throws `invalid-input` with a problem per fault, its place under `policy`. */
export function readPolicy(input: unknown): Policy {
  const policy = requireInput(policySchema, input, 'policy')
  const faults = policyFaults(policy)
  if (faults.length === 0) return policy
  refuseInput(faults.map(({ path, problem }) => ({ at: ['policy', ...path].join('.'), problem })))
}

export interface PolicyFault {
  readonly path: readonly PropertyKey[]
  readonly problem: string
}

/** What a policy of the right shape still gets wrong. */
export function policyFaults(policy: Policy): PolicyFault[] {
  const { severityOverrides, expiryWarnShare, expiryUrgentShare } = effectivePolicy(null, policy)
  const unknown = Object.keys(severityOverrides).flatMap((id) =>
    findCheck(id) ? [] : [{ path: ['severityOverrides', id], problem: `there is no check ${id}` }],
  )
  return expiryUrgentShare <= expiryWarnShare
    ? unknown
    : [...unknown, { path: ['expiryUrgentShare'], problem: 'Urgent can’t begin before the warning does.' }]
}

import { z } from 'zod'
import { policySchema } from '#lib/checks/policy.ts'
import { canonicalPolicy } from '#lib/checks/policy-difference.ts'
import { readIdentityName } from '../identities/identity-name.ts'
import { policyFaults } from './read-policy.ts'

export const policyDocumentId = 'countersign.policy/1'

const entrySchema = policySchema.extend({ trustStore: z.string().min(1).max(200).optional() })

/** `name:` with nothing below says nothing. */
const entries = z.record(
  z.string().min(1).max(2000),
  z.preprocess((value) => value ?? {}, entrySchema),
)
const section = z.preprocess((value) => value ?? {}, entries)

/** All policies, or some: environments and identities by name, each as a whole. */
export const policyDocumentSchema = z.strictObject({
  schema: z.literal(policyDocumentId),
  environments: section,
  identities: section,
})

export type PolicyDocument = z.output<typeof policyDocumentSchema>
export type PolicyEntry = z.output<typeof entrySchema>

export interface DocumentFault {
  readonly path: readonly PropertyKey[]
  readonly problem: string
}

export type CheckedDocument =
  | { readonly document: PolicyDocument }
  | { readonly faults: readonly [DocumentFault, ...DocumentFault[]] }

/** Reads a document that was parsed already. */
export function checkPolicyDocument(value: unknown): CheckedDocument {
  const parsed = policyDocumentSchema.safeParse(value)
  const faults = parsed.success ? documentFaults(parsed.data) : parsed.error.issues.flatMap(faultsOf)
  const [first, ...more] = faults
  if (first) return { faults: [first, ...more] }
  if (parsed.success) return { document: parsed.data }
  return { faults: [{ path: [], problem: 'this is no document of policies' }] }
}

/** Each unknown key is a fault of its own, at its own place. */
function faultsOf(issue: z.core.$ZodIssue): DocumentFault[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], problem: `there is no key ${JSON.stringify(key)} here` }))
  if (path.length === 1 && path[0] === 'schema') return [{ path, problem: `"schema: ${policyDocumentId}" is wanted` }]
  return [{ path, problem: issue.message }]
}

function documentFaults({ environments, identities }: PolicyDocument): DocumentFault[] {
  return [
    ...Object.entries(environments).flatMap(([name, entry]) => entryFaults(['environments', name], entry)),
    ...Object.entries(identities).flatMap(([name, entry]) => {
      const path = ['identities', name]
      const read = readIdentityName(name)
      if ('problem' in read) return [{ path, problem: read.problem }]
      if (read.name !== name) return [{ path, problem: `write it as ${read.name}` }]
      return entryFaults(path, entry)
    }),
  ]
}

function entryFaults(path: readonly string[], { trustStore: _, ...policy }: PolicyEntry): DocumentFault[] {
  return policyFaults(policy).map((fault) => ({ path: [...path, ...fault.path], problem: fault.problem }))
}

/** The same policies give the same document, names and rules in one order. */
export function canonicalDocument({ environments, identities }: PolicyDocument): PolicyDocument {
  return {
    schema: policyDocumentId,
    environments: canonicalSection(environments),
    identities: canonicalSection(identities),
  }
}

function canonicalSection(entries: Readonly<Record<string, PolicyEntry>>): Record<string, PolicyEntry> {
  return Object.fromEntries(
    Object.entries(entries)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { trustStore, ...policy }]) => [
        name,
        { ...(trustStore === undefined ? {} : { trustStore }), ...canonicalPolicy(policy) },
      ]),
  )
}

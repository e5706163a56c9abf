import { effectivePolicy, type Policy, policySchema } from '#lib/checks/policy.ts'
import { readDuration } from '#lib/core/exact-duration.ts'
import { type PolicyField, type PolicyKey, policyFields } from './policy-fields.ts'
import { emptyList, policyText } from './policy-words.ts'

export type PolicyTexts = Readonly<Record<PolicyKey, string>>

export type ReadPolicy = { readonly policy: Policy } | { readonly problems: ReadonlyMap<string, string> }

/** Reads the form. An empty field leaves the rule to the environment or the default. */
export function readPolicyTexts(texts: PolicyTexts): ReadPolicy {
  const entries = policyFields.flatMap((field) => {
    const text = texts[field.key].trim()
    return text === '' ? [] : [[field.key, readText(field, text)] as const]
  })
  const parsed = policySchema.safeParse(Object.fromEntries(entries))
  if (!parsed.success)
    return { problems: new Map(parsed.error.issues.map((issue) => [String(issue.path[0]), problemOf(issue)] as const)) }
  const { expiryWarnShare, expiryUrgentShare } = effectivePolicy(null, parsed.data)
  return expiryUrgentShare <= expiryWarnShare
    ? { policy: parsed.data }
    : { problems: new Map([['expiryUrgentShare', 'urgent can’t begin before it is near']]) }
}

/** What the form shows of a policy. */
export function policyTexts(policy: Policy): PolicyTexts {
  const text = (key: PolicyKey) => {
    const field = policyFields.find((one) => one.key === key)
    return field === undefined ? '' : policyText(field, policy[key])
  }
  return {
    mtls: text('mtls'),
    minProtocol: text('minProtocol'),
    tlsProfile: text('tlsProfile'),
    rotationIntervalSeconds: text('rotationIntervalSeconds'),
    maxValiditySeconds: text('maxValiditySeconds'),
    expiryWarnShare: text('expiryWarnShare'),
    expiryUrgentShare: text('expiryUrgentShare'),
    revocationMaxAgeSeconds: text('revocationMaxAgeSeconds'),
    revocationEvidence: text('revocationEvidence'),
    scanIntervalSeconds: text('scanIntervalSeconds'),
    scanDepth: text('scanDepth'),
    postureIntervalSeconds: text('postureIntervalSeconds'),
    mtlsIntervalSeconds: text('mtlsIntervalSeconds'),
    allowedNames: text('allowedNames'),
    trustDomains: text('trustDomains'),
    spiffePaths: text('spiffePaths'),
    allowedIssuers: text('allowedIssuers'),
    pins: text('pins'),
    issuerPins: text('issuerPins'),
    severityOverrides: text('severityOverrides'),
    dueDays: text('dueDays'),
  }
}

function readText(field: PolicyField, text: string): unknown {
  switch (field.kind) {
    case 'choice':
      return text
    case 'duration':
      return readDuration(text) ?? text
    case 'rhythm':
      return text === 'learned' ? text : (readDuration(text) ?? text)
    case 'percent':
      return /^\d+([.,]\d+)?\s*%?$/.test(text)
        ? Number((Number.parseFloat(text.replace(',', '.')) / 100).toPrecision(12))
        : text
    case 'names':
      return lines(text)
    case 'hashes':
      return lines(text).map((line) => line.replaceAll(/[:\s]/g, '').toLowerCase())
    case 'overrides':
      return readEntries(text, (value) => value)
    case 'due-days':
      return readEntries(text, (value) => (value === 'none' ? null : Number(value)))
  }
}

/** `key: value` lines. */
export function readEntries<Value>(text: string, read: (value: string) => Value): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    lines(text).map((line) => {
      const end = line.lastIndexOf(':')
      return [line.slice(0, end).trim(), read(line.slice(end + 1).trim())]
    }),
  )
}

/** The lines of a list; none where it is said to be empty. */
export function lines(text: string): string[] {
  if (text.trim() === emptyList) return []
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function problemOf(issue: { readonly message: string; readonly path: readonly PropertyKey[] }): string {
  const field = policyFields.find((one) => one.key === issue.path[0])
  const line = typeof issue.path[1] === 'number' ? `line ${issue.path[1] + 1}: ` : ''
  switch (field?.kind) {
    case 'duration':
    case 'rhythm':
      return issue.message.startsWith('Invalid input') ? 'write it as 90 d, 12 h or 30 min' : issue.message
    case 'percent':
      return 'a share of 0 to 100 percent'
    case 'hashes':
      return `${line}64 hexadecimal digits are wanted`
    case 'due-days':
      return 'whole days from 1 to 3650, or none'
    default:
      return `${line}${issue.message}`
  }
}

import { type EffectivePolicy, type Policy, policySchema } from '#lib/checks/policy.ts'
import { exactDuration, readDuration } from '#lib/core/exact-duration.ts'
import { severities } from '#lib/core/severity.ts'

export type PolicyKey = keyof EffectivePolicy

/** Parts of the form, in the order of the page. */
export const policyParts = {
  names: 'Names and keys',
  tls: 'TLS and clients',
  life: 'Lifetime and rotation',
  scans: 'Scans',
  weight: 'Severity and due dates',
} as const

type Kind =
  | { readonly kind: 'choice'; readonly options: readonly { readonly value: string; readonly label: string }[] }
  | { readonly kind: 'duration' | 'rhythm' | 'percent' | 'names' | 'hashes' | 'overrides' | 'due-days' }

export type PolicyField = Kind & {
  readonly key: PolicyKey
  readonly part: keyof typeof policyParts
  readonly label: string
  readonly hint: string
  /** What holds where nobody says anything. */
  readonly unset: string
}

/** Every rule of a policy, in the order of the page. */
export const policyFields: readonly PolicyField[] = [
  {
    key: 'mtls',
    part: 'tls',
    kind: 'choice',
    label: 'Client certificates',
    hint: 'Whether clients must prove themselves too.',
    unset: 'nobody has said',
    options: [
      { value: 'none', label: 'none' },
      { value: 'optional', label: 'optional' },
      { value: 'required', label: 'required' },
    ],
  },
  {
    key: 'minProtocol',
    part: 'tls',
    kind: 'choice',
    label: 'Lowest protocol',
    hint: 'Older versions fail.',
    unset: '',
    options: [
      { value: 'TLSv1.2', label: 'TLS 1.2' },
      { value: 'TLSv1.3', label: 'TLS 1.3' },
    ],
  },
  {
    key: 'tlsProfile',
    part: 'tls',
    kind: 'choice',
    label: 'TLS profile',
    hint: 'Versions, suites, groups and keys that are to be met.',
    unset: '',
    options: [
      { value: 'mozilla-intermediate', label: 'Mozilla intermediate' },
      { value: 'mozilla-modern', label: 'Mozilla modern' },
      { value: 'mozilla-old', label: 'Mozilla old' },
      { value: 'sp-800-52r2', label: 'SP 800-52r2' },
      { value: 'cnsa-2.0', label: 'CNSA 2.0' },
    ],
  },
  {
    key: 'rotationIntervalSeconds',
    part: 'life',
    kind: 'rhythm',
    label: 'Rotation interval',
    hint: 'A certificate older than this is overdue.',
    unset: 'by its own rhythm',
  },
  {
    key: 'maxValiditySeconds',
    part: 'life',
    kind: 'duration',
    label: 'Longest lifetime',
    hint: 'Of certificates of a private CA.',
    unset: 'no limit of its own',
  },
  {
    key: 'expiryWarnShare',
    part: 'life',
    kind: 'percent',
    label: 'Expiry is near',
    hint: 'Share of life left, in percent.',
    unset: '',
  },
  {
    key: 'expiryUrgentShare',
    part: 'life',
    kind: 'percent',
    label: 'Expiry is urgent',
    hint: 'Share of life left, in percent.',
    unset: '',
  },
  {
    key: 'scanIntervalSeconds',
    part: 'scans',
    kind: 'duration',
    label: 'Scan interval',
    hint: 'From 1 min to 30 d.',
    unset: '',
  },
  {
    key: 'scanDepth',
    part: 'scans',
    kind: 'choice',
    label: 'Scan depth',
    hint: 'How deep scheduled scans look.',
    unset: '',
    options: [
      { value: 'inventory', label: 'inventory: one handshake' },
      { value: 'posture', label: 'posture: versions, suites, groups too' },
    ],
  },
  {
    key: 'postureIntervalSeconds',
    part: 'scans',
    kind: 'duration',
    label: 'Posture interval',
    hint: 'From 1 min to 30 d; comes with a scan.',
    unset: '',
  },
  {
    key: 'mtlsIntervalSeconds',
    part: 'scans',
    kind: 'duration',
    label: 'Client probe interval',
    hint: 'Where client certificates are expected or asked for.',
    unset: '',
  },
  {
    key: 'allowedNames',
    part: 'names',
    kind: 'names',
    label: 'Further names',
    hint: 'That the certificate may carry beside the identity; one per line.',
    unset: 'only its own',
  },
  {
    key: 'trustDomains',
    part: 'names',
    kind: 'names',
    label: 'SPIFFE trust domains',
    hint: 'That may appear here; one per line.',
    unset: 'any',
  },
  {
    key: 'spiffePaths',
    part: 'names',
    kind: 'names',
    label: 'SPIFFE paths',
    hint: 'That SVIDs may carry beside the identity’s own: /ns/pay/sa/*; one per line.',
    unset: 'only its own',
  },
  {
    key: 'allowedIssuers',
    part: 'names',
    kind: 'hashes',
    label: 'Issuing CAs',
    hint: 'SHA-256 of their public keys (SPKI) in hex, one per line.',
    unset: 'any under the trust store',
  },
  {
    key: 'pins',
    part: 'names',
    kind: 'hashes',
    label: 'Pinned keys',
    hint: 'SHA-256 of leaf public keys (SPKI) in hex, one per line.',
    unset: 'not pinned',
  },
  {
    key: 'issuerPins',
    part: 'names',
    kind: 'hashes',
    label: 'Pinned CAs',
    hint: 'SHA-256 of public keys of CAs in hex, one per line: one of them stands on every path.',
    unset: 'not pinned',
  },
  {
    key: 'severityOverrides',
    part: 'weight',
    kind: 'overrides',
    label: 'Severities set by policy',
    hint: 'What failures of a check weigh here, whatever else would move them.',
    unset: 'as each check says',
  },
  {
    key: 'dueDays',
    part: 'weight',
    kind: 'due-days',
    label: 'Due within',
    hint: 'Days in which a finding ought to be settled; none: at no date.',
    unset: '',
  },
]

export type PolicySource = 'identity' | 'environment' | 'default'

/** Who says what counts for one rule. */
export function policySource(key: PolicyKey, own: Policy, environment: Policy | null): PolicySource {
  if (own[key] !== undefined) return 'identity'
  return environment?.[key] === undefined ? 'default' : 'environment'
}

type PolicyValue = Policy[PolicyKey] | EffectivePolicy[PolicyKey]

/** A list that is said to be empty: nothing is allowed, where an empty field says nothing. */
export const emptyList = '-'

/** The value as the form takes it back, to the last second; empty where there is none. */
export function policyText(field: PolicyField, value: PolicyValue): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number')
    return field.kind === 'percent' ? String(Number((value * 100).toPrecision(12))) : exactDuration(value)
  if (Array.isArray(value)) return value.length === 0 ? emptyList : value.join('\n')
  const lines = Object.entries(value).map(([key, entry]) => `${key}: ${entry ?? 'none'}`)
  return field.kind === 'due-days' ? lines.sort(bySeverity).join('\n') : lines.sort().join('\n')
}

function bySeverity(a: string, b: string): number {
  const place = (line: string) => severities.findIndex((severity) => line.startsWith(`${severity}:`))
  return place(a) - place(b)
}

/** The value as people read it in one line; what holds where nobody says anything, in words. */
export function policyWords(field: PolicyField, value: PolicyValue, most = 5): string {
  const text = policyText(field, value)
  if (text === '' || (text === emptyList && field.unset === 'only its own')) return field.unset
  if (text === emptyList) return 'none at all'
  if (field.kind === 'choice') return field.options.find((option) => option.value === text)?.label ?? text
  if (field.kind === 'percent') return `${Math.round(Number(text) * 10) / 10} % of life left`
  if (text === 'learned') return 'by its own rhythm'
  if (field.kind === 'duration' || field.kind === 'rhythm') return text
  const items = text.split('\n')
  return `${items.slice(0, most).join(', ')}${items.length > most ? ` and ${items.length - most} more` : ''}`
}

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
  const { expiryWarnShare = 1 / 3, expiryUrgentShare = 0.1 } = parsed.data
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

import { type EffectivePolicy, type Policy, policySchema } from '#lib/checks/policy.ts'

export type PolicyKey = Exclude<keyof EffectivePolicy, 'severityOverrides' | 'dueDays'>

type Kind =
  | { readonly kind: 'choice'; readonly options: readonly { readonly value: string; readonly label: string }[] }
  | { readonly kind: 'duration' | 'percent' | 'names' | 'hashes' }

export type PolicyField = Kind & {
  readonly key: PolicyKey
  readonly label: string
  readonly hint: string
  /** What holds where nobody says anything. */
  readonly unset: string
}

/** Every rule of a policy, in the order of the page. */
export const policyFields: readonly PolicyField[] = [
  {
    key: 'mtls',
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
    kind: 'duration',
    label: 'Rotation interval',
    hint: 'A certificate older than this is overdue; `learned` goes by its own rhythm.',
    unset: 'by its own rhythm',
  },
  {
    key: 'maxValiditySeconds',
    kind: 'duration',
    label: 'Longest lifetime',
    hint: 'Of certificates of a private CA.',
    unset: 'no limit of its own',
  },
  {
    key: 'expiryWarnShare',
    kind: 'percent',
    label: 'Expiry is near',
    hint: 'Share of life left, in percent.',
    unset: '',
  },
  {
    key: 'expiryUrgentShare',
    kind: 'percent',
    label: 'Expiry is urgent',
    hint: 'Share of life left, in percent.',
    unset: '',
  },
  { key: 'scanIntervalSeconds', kind: 'duration', label: 'Scan interval', hint: 'From 1 min to 30 d.', unset: '' },
  {
    key: 'scanDepth',
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
    kind: 'duration',
    label: 'Posture interval',
    hint: 'From 1 min to 30 d; comes with a scan.',
    unset: '',
  },
  {
    key: 'mtlsIntervalSeconds',
    kind: 'duration',
    label: 'Client probe interval',
    hint: 'Where client certificates are expected or asked for.',
    unset: '',
  },
  {
    key: 'allowedNames',
    kind: 'names',
    label: 'Further names',
    hint: 'That the certificate may carry beside the identity; one per line.',
    unset: 'only its own',
  },
  {
    key: 'trustDomains',
    kind: 'names',
    label: 'SPIFFE trust domains',
    hint: 'That may appear here; one per line.',
    unset: 'any',
  },
  {
    key: 'spiffePaths',
    kind: 'names',
    label: 'SPIFFE paths',
    hint: 'That SVIDs may carry beside the identity’s own: /ns/pay/sa/*; one per line.',
    unset: 'only its own',
  },
  {
    key: 'allowedIssuers',
    kind: 'hashes',
    label: 'Issuing CAs',
    hint: 'SHA-256 of their public keys (SPKI) in hex, one per line.',
    unset: 'any under the trust store',
  },
  {
    key: 'pins',
    kind: 'hashes',
    label: 'Pinned keys',
    hint: 'SHA-256 of leaf public keys (SPKI) in hex, one per line.',
    unset: 'not pinned',
  },
  {
    key: 'issuerPins',
    kind: 'hashes',
    label: 'Pinned CAs',
    hint: 'SHA-256 of public keys of CAs in hex, one per line: one of them stands on every path.',
    unset: 'not pinned',
  },
]

export type PolicySource = 'identity' | 'environment' | 'default'

/** Who says what counts for one rule. */
export function policySource(key: PolicyKey, own: Policy, environment: Policy | null): PolicySource {
  if (own[key] !== undefined) return 'identity'
  return environment?.[key] === undefined ? 'default' : 'environment'
}

type PolicyValue = Policy[PolicyKey] | EffectivePolicy[PolicyKey]

/** The value as the form takes it back, to the last second; empty where there is none. */
export function policyText(field: PolicyField, value: PolicyValue): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'object') return value.join('\n')
  if (typeof value === 'string') return value
  return field.kind === 'percent' ? String(Number((value * 100).toPrecision(12))) : exactDuration(value)
}

/** The value as people read it in one line; what holds where nobody says anything, in words. */
export function policyWords(field: PolicyField, value: PolicyValue, most = 5): string {
  const text = policyText(field, value)
  if (text === '') return field.unset
  if (field.kind === 'choice') return field.options.find((option) => option.value === text)?.label ?? text
  if (field.kind === 'percent') return `${Math.round(Number(text) * 10) / 10} % of life left`
  if (field.kind === 'duration') return text
  const items = text.split('\n')
  return `${items.slice(0, most).join(', ')}${items.length > most ? ` and ${items.length - most} more` : ''}`
}

function exactDuration(seconds: number): string {
  let rest = seconds
  const parts = Object.entries(unitSeconds).flatMap(([unit, length]) => {
    const count = Math.floor(rest / length)
    rest -= count * length
    return count === 0 ? [] : [`${count} ${unit}`]
  })
  return parts.join(' ')
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
  if (parsed.success) return { policy: parsed.data }
  const problems = parsed.error.issues.map(
    (issue) => [String(issue.path[0]), problemOf(String(issue.path[0]), issue)] as const,
  )
  return { problems: new Map(problems) }
}

function readText(field: PolicyField, text: string): unknown {
  switch (field.kind) {
    case 'choice':
      return text
    case 'duration':
      return readDuration(text)
    case 'percent':
      return /^\d+([.,]\d+)?\s*%?$/.test(text)
        ? Number((Number.parseFloat(text.replace(',', '.')) / 100).toPrecision(12))
        : text
    case 'names':
      return lines(text)
    case 'hashes':
      return lines(text).map((line) => line.replaceAll(/[:\s]/g, '').toLowerCase())
  }
}

/** The longest first. */
const unitSeconds: Readonly<Record<string, number>> = { d: 86_400, h: 3600, min: 60, s: 1 }

/** `90 d`, `1 d 12 h`, `10 min`: seconds; the text itself where it is none. */
function readDuration(text: string): number | string {
  if (text === 'learned') return text
  const parts = [...text.replaceAll(/(\d),(?=\d{3})/g, '$1').matchAll(/(\d+)\s*(d|h|min|s)\b/g)]
  const rest = parts.reduce((left, [part]) => left.replace(part, ''), text.replaceAll(',', ''))
  if (parts.length === 0 || rest.trim() !== '') return text
  return parts.reduce((sum, [, count = '', unit = '']) => sum + Number(count) * (unitSeconds[unit] ?? 0), 0)
}

function lines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function problemOf(key: string, issue: { readonly message: string; readonly path: readonly PropertyKey[] }): string {
  const field = policyFields.find((one) => one.key === key)
  const line = typeof issue.path[1] === 'number' ? `line ${issue.path[1] + 1}: ` : ''
  switch (field?.kind) {
    case 'duration':
      return issue.message.startsWith('Invalid input') ? 'write it as 90 d, 12 h or 30 min' : issue.message
    case 'percent':
      return 'a share of 0 to 100 percent'
    case 'hashes':
      return `${line}64 hexadecimal digits are wanted`
    default:
      return `${line}${issue.message}`
  }
}

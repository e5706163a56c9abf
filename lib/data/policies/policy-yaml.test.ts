import fc from 'fast-check'
import { expect, test } from 'vitest'
import { severities } from '#lib/core/severity.ts'
import { canonicalDocument, policyDocumentId } from './policy-document.ts'
import { readPolicyYaml, writePolicyYaml } from './policy-yaml.ts'

const hash = fc.stringMatching(/^[0-9a-f]{64}$/)
const entry = fc.record(
  {
    trustStore: fc.string({ minLength: 1, maxLength: 20 }),
    allowedNames: fc.array(fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }), { maxLength: 3 }),
    pins: fc.array(fc.oneof(hash, fc.constant('0'.repeat(64)), fc.constant(`1e${'2'.repeat(62)}`)), { maxLength: 2 }),
    mtls: fc.constantFrom('none' as const, 'optional' as const, 'required' as const),
    rotationIntervalSeconds: fc.oneof(fc.constant('learned' as const), fc.integer({ min: 1, max: 10 ** 8 })),
    maxValiditySeconds: fc.integer({ min: 1, max: 10 ** 8 }),
    severityOverrides: fc.dictionary(
      fc.constantFrom('validity-expired', 'rotation-overdue'),
      fc.constantFrom(...severities),
    ),
    dueDays: fc.dictionary(fc.constantFrom('high', 'low'), fc.constantFrom(3, null)),
  },
  { requiredKeys: [] },
)
const documents = fc.record({
  schema: fc.constant(policyDocumentId),
  environments: fc.dictionary(fc.stringMatching(/^[\w #:'"-]{1,12}$/), entry, { maxKeys: 3, noNullPrototype: true }),
  identities: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}\.example$/), entry, { maxKeys: 3, noNullPrototype: true }),
})

test('what is written is read back, and written again gives the same bytes', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const text = writePolicyYaml(document)
      const read = readPolicyYaml(text)
      expect('document' in read && canonicalDocument(read.document)).toEqual(canonicalDocument(document))
      expect('document' in read && writePolicyYaml(read.document)).toBe(text)
      const json = readPolicyYaml(JSON.stringify(document))
      expect('document' in json && canonicalDocument(json.document)).toEqual(canonicalDocument(document))
    }),
  )
})

test('durations are told in words, and keys in the head', () => {
  const text = writePolicyYaml({
    schema: policyDocumentId,
    environments: { production: { rotationIntervalSeconds: 90 * 86_400 } },
    identities: {},
  })
  expect(text).toContain('rotationIntervalSeconds: 7776000 # 90 d')
  expect(text).toMatch(/^# Policies of Countersign/)
})

const good = ['schema: countersign.policy/1', 'environments:', '  production:']

test.each([
  ['a key that there is not', [...good, '    mtls: none', '    colour: red'], 5, /"colour"/],
  ['a key twice', [...good, '    mtls: none', '    mtls: required'], 5, /unique/],
  ['a value that there is not', [...good, '    mtls: perhaps'], 4, /mtls/],
  ['a hash that is none', [...good, '    pins:', '      - abc'], 5, /pins/],
  ['a number where a hash is wanted', [...good, '    pins:', `      - ${'1'.repeat(64)}`], 5, /string/],
  ['a check that there is not', [...good, '    severityOverrides:', '      no-such-check: low'], 5, /no-such-check/],
  ['urgent before near', [...good, '    expiryWarnShare: 0.1', '    expiryUrgentShare: 0.2'], 5, /Urgent/],
  ['another schema', ['schema: countersign.policy/2'], 1, /countersign\.policy\/1/],
  ['no schema', ['environments: {}'], 1, /countersign\.policy\/1/],
  ['a section that there is not', [good[0] ?? '', 'environment: {}'], 2, /"environment"/],
  ['an alias', [...good, '    allowedNames: &a [x]', '    trustDomains: *a'], 1, /alias/],
  ['two documents', [...good, '---', 'schema: x'], 4, /document/],
  ['a tag of its own', [...good, '    mtls: !secret none'], 4, /tag/i],
  ['an identity whose name is none', [good[0] ?? '', 'identities:', '  "*.example.com": {}'], 3, /DNS name/],
  ['an identity in capitals', [good[0] ?? '', 'identities:', '  Pay.example.com: {}'], 3, /pay\.example\.com/],
  ['no YAML', ['a: b: c'], 1, /./],
  ['nothing', [''], 1, /./],
])('%s is refused with its line', (_what, lines, line, problem) => {
  const read = readPolicyYaml(lines.join('\n'))
  expect('problems' in read && read.problems[0]).toMatchObject({ line, problem: expect.stringMatching(problem) })
})

test('a name with nothing below it says nothing', () => {
  const read = readPolicyYaml(good.join('\n'))
  expect(read).toMatchObject({ document: { environments: { production: {} }, identities: {} } })
})

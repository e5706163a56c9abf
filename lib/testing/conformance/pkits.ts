import { z } from 'zod'
import { ParseError } from '#lib/x509/parse-error.ts'
import { anchorsOf, tryReadChainCertificate } from '#lib/x509/path/anchors.ts'
import type { ChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import { findPaths } from '#lib/x509/path/find-paths.ts'
import { anyPolicy } from '#lib/x509/path/policy-extensions.ts'
import { type PathProfile, rfc5280 } from '#lib/x509/path/profile.ts'
import { type RevocationRules, rulesOf } from '#lib/x509/revocation/rules.ts'
import { pathRevocation, readCrls } from './path-revocation.ts'
import { type Judged, runCase, type Suite } from './suite.ts'

const pkitsCase = z.object({
  id: z.string(),
  certs: z.array(z.string()),
  crls: z.array(z.string()),
  should_validate: z.boolean(),
  initial_policy_set: z.string(),
  initial_explicit_policy: z.boolean(),
  initial_policy_mapping_inhibit: z.boolean(),
  initial_inhibit_any_policy: z.boolean(),
})

type PkitsCase = z.infer<typeof pkitsCase>

const pkitsFile = z.object({
  time: z.string(),
  certs: z.record(z.string(), z.string()),
  crls: z.record(z.string(), z.string()),
  cases: z.array(pkitsCase),
})

type PkitsFile = z.infer<typeof pkitsFile>

/** NIST PKITS: trust anchor first, target last. The suite judges RFC 5280 6 alone and has DSA. */
const profile: PathProfile = {
  ...rfc5280,
  conformance: 'note',
  purpose: null,
  keys: { ...rfc5280.keys, minRsaBits: 1024, dsa: true },
  hashes: new Set([...rfc5280.hashes, 'sha1']),
}

/** The suite's lists are years old and in date, and some are others' (PKITS 4.14). */
const rules: RevocationRules = { ...rulesOf(profile), skewMs: 0, indirect: true }

export const pkits: Suite = function* (content) {
  const file = pkitsFile.parse(content)
  for (const one of file.cases) yield runCase(one.id, String(one.should_validate), () => judge(one, file))
}

function judge(one: PkitsCase, { certs, crls, time }: PkitsFile): Judged {
  const chain: ChainCertificate[] = []
  for (const name of one.certs) {
    const read = tryReadChainCertificate(new Uint8Array(Buffer.from(certs[name] ?? '', 'base64')))
    if (read instanceof ParseError)
      return { actual: 'false', reason: `malformed-certificate: ${name}: ${read.message}` }
    chain.push(read)
  }
  const leaf = chain.at(-1)
  const [anchor] = chain
  if (!leaf || !anchor) return { actual: 'error', reason: 'no chain' }
  const [others, at] = [chain.slice(1, -1), Date.parse(time)]
  const { valid, refused } = findPaths({
    leaf,
    others,
    anchors: anchorsOf([anchor]),
    at,
    profile,
    initial: {
      policies: policiesOf(one.initial_policy_set),
      explicitPolicy: one.initial_explicit_policy,
      inhibitPolicyMapping: one.initial_policy_mapping_inhibit,
      inhibitAnyPolicy: one.initial_inhibit_any_policy,
      maxPathLength: null,
    },
  })
  const fault = refused.at(-1)?.fault
  if (valid.length === 0) return { actual: 'false', reason: `${fault?.reason}: ${fault?.detail}` }
  const lists = readCrls(one.crls.map((name) => new Uint8Array(Buffer.from(crls[name] ?? '', 'base64'))))
  const { good, reason } = pathRevocation(valid, { others, crls: lists, at, profile, rules })
  return { actual: String(good), reason }
}

/** Names of the suite's own arc (PKITS 1.0.1, 3.2): 2.16.840.1.101.3.2.1.48.n. */
function policiesOf(text: string): ReadonlySet<string> | null {
  const names = text.split(',').map((name) => name.trim())
  if (names.includes('anyPolicy')) return null
  return new Set(
    names.map((name) => {
      const number = /^NIST-test-policy-(\d+)$/.exec(name)?.[1]
      return number === undefined ? (name === '' ? anyPolicy : name) : `2.16.840.1.101.3.2.1.48.${number}`
    }),
  )
}

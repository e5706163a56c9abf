import { z } from 'zod'
import { matchIdentity } from '#lib/x509/match-host.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { readAnchors, tryReadChainCertificate } from '#lib/x509/path/anchors.ts'
import type { ChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import { findPaths } from '#lib/x509/path/find-paths.ts'
import { type PathProfile, purposeOids, rfc5280 } from '#lib/x509/path/profile.ts'
import { noInitialValues } from '#lib/x509/path/validate.ts'
import { rulesOf } from '#lib/x509/revocation/rules.ts'
import { pathRevocation, readCrls } from './path-revocation.ts'
import { type Judged, runCase, type Suite, skipped } from './suite.ts'

const peerName = z.object({ kind: z.enum(['DNS', 'IP', 'RFC822']), value: z.string() })

/** One case of x509-limbo (limbo-schema.json). */
const limboCase = z.object({
  id: z.string(),
  validation_kind: z.enum(['SERVER', 'CLIENT']),
  trusted_certs: z.array(z.string()),
  untrusted_intermediates: z.array(z.string()),
  peer_certificate: z.string(),
  validation_time: z.string().nullable(),
  key_usage: z.array(z.string()),
  extended_key_usage: z.array(z.string()),
  expected_result: z.enum(['SUCCESS', 'FAILURE']),
  expected_peer_name: peerName.nullable(),
  expected_peer_names: z.array(peerName),
  max_chain_depth: z.number().nullable(),
  crls: z.array(z.string()),
})

type LimboCase = z.infer<typeof limboCase>

const limboFile = z.object({ testcases: z.array(limboCase) })

/** x509-limbo and BetterTLS: every case in the profile rfc5280. */
export const limbo: Suite = function* (content) {
  for (const testcase of limboFile.parse(content).testcases)
    yield runCase(testcase.id, testcase.expected_result, () => judge(testcase))
}

function judge(testcase: LimboCase): Judged {
  const leaf = tryReadChainCertificate(derOf(testcase.peer_certificate))
  if (leaf instanceof ParseError) return failure(`malformed-certificate: ${leaf.message}`)
  const profile = profileOf(testcase)
  if (profile === null) return skipped(`the purpose ${testcase.extended_key_usage.join(', ')}`)
  const usage = missingUsage(leaf, testcase)
  if (usage) return failure(`the key usage lacks ${usage}`)
  const others = testcase.untrusted_intermediates.map(derOf).flatMap(readOrNothing)
  const at = testcase.validation_time === null ? Date.now() : Date.parse(testcase.validation_time)
  const { valid, refused, exhausted } = findPaths({
    leaf,
    others,
    anchors: readAnchors(testcase.trusted_certs.map(derOf)),
    at,
    profile,
    initial: { ...noInitialValues, maxPathLength: testcase.max_chain_depth },
  })
  if (valid.length === 0)
    return failure(exhausted ? 'budget-exhausted' : refused.map(({ fault }) => `${fault.reason}: ${fault.detail}`)[0])
  if (testcase.crls.length > 0) {
    const crls = readCrls(testcase.crls.map(derOf))
    const { good, reason } = pathRevocation(valid, { others, crls, at, profile, rules: rulesOf(profile) })
    if (!good) return failure(reason)
  }
  const name = [testcase.expected_peer_name ?? [], testcase.expected_peer_names].flat().find((one) => !names(leaf, one))
  return name ? failure(`the certificate does not name ${name.kind} ${name.value}`) : { actual: 'SUCCESS', reason: '' }
}

function failure(reason = 'no path'): Judged {
  return { actual: 'FAILURE', reason }
}

function profileOf({ extended_key_usage, validation_kind }: LimboCase): PathProfile | null {
  const [usage = validation_kind === 'CLIENT' ? 'clientAuth' : 'serverAuth', more] = extended_key_usage
  const oid = Object.entries(purposeOids).find(([name]) => name === usage)?.[1]
  return oid === undefined || more ? null : { ...rfc5280, purpose: { oid, leaf: 'allowed', above: 'allowed' } }
}

function missingUsage({ keyUsage }: ChainCertificate, { key_usage }: LimboCase): string | undefined {
  const stated: ReadonlySet<string> | null = keyUsage
  return stated === null ? undefined : key_usage.find((usage) => !stated.has(usage))
}

function names(leaf: ChainCertificate, { kind, value }: z.infer<typeof peerName>): boolean {
  const certificate = parseCertificate(leaf.der)
  if (kind === 'RFC822')
    return certificate.subjectAltNames.some((name) => name.kind === 'email' && name.value === value)
  return matchIdentity(certificate, { kind: kind === 'DNS' ? 'dns' : 'ip', value }).matched
}

function readOrNothing(der: Uint8Array): ChainCertificate[] {
  const read = tryReadChainCertificate(der)
  return read instanceof ParseError ? [] : [read]
}

/** Of PEM as it stands, so that nothing between the bytes and the reader repairs them. */
function derOf(pem: string): Uint8Array {
  return new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'))
}

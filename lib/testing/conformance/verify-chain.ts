import { z } from 'zod'
import { ParseError } from '#lib/x509/parse-error.ts'
import { anchorsOf, tryReadChainCertificate } from '#lib/x509/path/anchors.ts'
import type { ChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import { findPaths } from '#lib/x509/path/find-paths.ts'
import { type PathProfile, type Purpose, purposeOids, rfc5280 } from '#lib/x509/path/profile.ts'
import { publicKeyOf, verifySignature } from '#lib/x509/path/signature.ts'
import { type Judged, runCase, type Suite, skipped } from './suite.ts'

const chainCase = z.object({
  id: z.string(),
  chain: z.array(z.string()).min(1),
  last_cert_trust: z.string(),
  utc_time: z.string(),
  key_purpose: z.string(),
  digest_policy: z.string().optional(),
  expected_result: z.enum(['SUCCESS', 'FAILURE']),
})

type ChainCase = z.infer<typeof chainCase>

const chainFile = z.object({ default_utc_time: z.string(), cases: z.array(chainCase) })

/** BoringSSL's verify_certificate_chain: target first, the last certificate is trusted as the case says. */
export const verifyChain: Suite = function* (content) {
  const { default_utc_time, cases } = chainFile.parse(content)
  for (const one of cases) {
    const at = timeOf(one.utc_time) ?? Date.parse(default_utc_time.split(' ')[0] ?? '')
    yield runCase(one.id, String(one.expected_result === 'SUCCESS'), () => judge(one, at))
  }
}

/** YYMMDDHHMMSSZ; null for the default. */
function timeOf(text: string): number | null {
  const [, year, ...rest] = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []
  const [month = 1, day, hour, minute, second] = rest.map(Number)
  return year === undefined ? null : Date.UTC(2000 + Number(year), month - 1, day, hour, minute, second)
}

function judge(one: ChainCase, at: number): Judged {
  const purpose = purposes[one.key_purpose]
  const trust = trusts[one.last_cert_trust]
  if (purpose === undefined) return skipped(`the purpose ${one.key_purpose}`)
  if (trust === undefined) return skipped(`the trust ${one.last_cert_trust}`)
  const chain: ChainCertificate[] = []
  for (const base64 of one.chain) {
    const read = tryReadChainCertificate(new Uint8Array(Buffer.from(base64, 'base64')))
    if (read instanceof ParseError) return { actual: 'false', reason: `malformed-certificate: ${read.message}` }
    chain.push(read)
  }
  const [leaf, ...above] = chain
  const last = chain.at(-1)
  if (!leaf || !last || !trust.trusted(last, leaf)) return { actual: 'false', reason: 'not an anchor' }
  const profile: PathProfile = {
    ...rfc5280,
    ...lenient,
    hashes: one.digest_policy === 'STRONG' ? rfc5280.hashes : new Set([...rfc5280.hashes, 'sha1']),
    purpose: purpose.purpose,
    leafMayBeCa: purpose.leafMayBeCa || chain.length === 1,
    anchor: trust.anchor,
  }
  const { valid, refused } = findPaths({ leaf, others: above.slice(0, -1), anchors: anchorsOf([last]), at, profile })
  const [first] = refused
  return {
    actual: String(valid.length > 0),
    reason: valid.length > 0 ? '' : `${first?.fault.reason} at ${first?.fault.at}: ${first?.fault.detail}`,
  }
}

/** The suite judges RFC 5280 6 alone, and has keys of 1024 bits. */
const lenient = { conformance: 'note', keys: { ...rfc5280.keys, minRsaBits: 1024 } } as const

const anchorOnly = { validity: false, constraints: false, conformance: false }

interface Trust {
  readonly anchor: PathProfile['anchor']
  readonly trusted: (last: ChainCertificate, leaf: ChainCertificate) => boolean
}

const apart = (last: ChainCertificate, leaf: ChainCertificate) => last.sha256 !== leaf.sha256
const alone = (last: ChainCertificate, leaf: ChainCertificate) => last.sha256 === leaf.sha256

const signsItself = (one: ChainCertificate) =>
  one.issuer.key === one.subject.key &&
  verifySignature(one.toBeSigned, one.signatureAlgorithm, one.signature, publicKeyOf(one)) === 'verified'

const trusts: Readonly<Record<string, Trust>> = {
  TRUSTED_ANCHOR: { anchor: anchorOnly, trusted: apart },
  TRUSTED_ANCHOR_WITH_EXPIRATION: { anchor: { ...anchorOnly, validity: true }, trusted: apart },
  TRUSTED_ANCHOR_WITH_CONSTRAINTS: { anchor: { ...anchorOnly, constraints: true }, trusted: apart },
  TRUSTED_ANCHOR_WITH_EXPIRATION_AND_CONSTRAINTS: {
    anchor: { ...anchorOnly, validity: true, constraints: true },
    trusted: apart,
  },
  TRUSTED_LEAF: { anchor: anchorOnly, trusted: alone },
  TRUSTED_LEAF_REQUIRE_SELF_SIGNED: {
    anchor: anchorOnly,
    trusted: (last, leaf) => alone(last, leaf) && signsItself(leaf),
  },
  TRUSTED_ANCHOR_OR_LEAF: { anchor: anchorOnly, trusted: () => true },
  DISTRUSTED: { anchor: anchorOnly, trusted: () => false },
  UNSPECIFIED: { anchor: anchorOnly, trusted: () => false },
}

interface PurposeRules {
  readonly purpose: Purpose | null
  readonly leafMayBeCa: boolean
}

const any: PurposeRules = { purpose: null, leafMayBeCa: true }

function rules(oid: string, leaf: Purpose['leaf'], above: Purpose['above']): PurposeRules {
  return { purpose: { oid, leaf, above }, leafMayBeCa: leaf === 'allowed' }
}

const { serverAuth, clientAuth } = purposeOids

const purposes: Readonly<Record<string, PurposeRules>> = {
  ANY_EKU: any,
  SERVER_AUTH: rules(serverAuth, 'allowed', 'allowed'),
  CLIENT_AUTH: rules(clientAuth, 'allowed', 'allowed'),
  SERVER_AUTH_STRICT: rules(serverAuth, 'stated', 'stated'),
  CLIENT_AUTH_STRICT: rules(clientAuth, 'stated', 'stated'),
  SERVER_AUTH_STRICT_LEAF: rules(serverAuth, 'stated', 'allowed'),
  CLIENT_AUTH_STRICT_LEAF: rules(clientAuth, 'stated', 'allowed'),
}

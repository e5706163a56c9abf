import { defineEndpointCheck } from '#lib/checks/contract.ts'
import type { EndpointFacts } from '#lib/checks/facts.ts'
import { type AssessableAddress, perLeaf } from '#lib/checks/per-address.ts'
import { pathsOf, trustOf } from '#lib/checks/trust.ts'
import { fail, pass } from '#lib/checks/verdict.ts'

const severities = { refused: 'high', usage: 'medium', encoding: 'medium', deviation: 'low' } as const

export const certificateProfileMalformed = defineEndpointCheck({
  id: 'certificate-profile-malformed',
  group: 'key-and-signature',
  title: 'Certificate profile does not fit its key or use',
  why: 'Strict validators refuse it and lax ones guess what was meant: two clients then disagree about who the service is.',
  fix: 'Correct the template: version 3, digitalSignature for TLS 1.3 and for every EC key, no unknown critical extension; and what the evidence names of RFC 5280 section 4 (OpenSSL: keyUsage = critical, digitalSignature; cert-manager: usages; Vault: key_usage of the role). Look with openssl x509 -noout -text, and with openssl verify -x509_strict before it is rolled out.',
  severities,
  needs: ['handshake', 'trust'],
  references: [
    { label: 'RFC 5280 section 4.2.1.3', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3' },
    { label: 'CA/B Forum TLS BR 7.1.2.7.11', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
    { label: 'NIST SP 800-52r2 section 3.2.1', url: 'https://doi.org/10.6028/NIST.SP.800-52r2' },
  ],
  controls: [
    { framework: 'ietf-rfc', control: 'RFC5280 §4.2.1.3', relation: 'direct', rationale: 'key usage semantics' },
    { framework: 'cabf-br', control: '7.1.2.7.11', relation: 'direct', rationale: 'permitted key usage by key type' },
    { framework: 'cabf-br', control: '7.1.2.7.6', relation: 'direct', rationale: 'permitted extensions' },
    { framework: 'nist-sp-800-52', control: '3.2.1', relation: 'direct', rationale: 'v3 and key usage values' },
    { framework: 'nist-sp-800-53', control: 'SC-17', relation: 'direct', rationale: 'certificate profile' },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'credentials follow a profile' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf, address) => {
      const { version, unknownCriticalExtensions, ctPoison, keyUsage, publicKey, problems } = leaf
      const refusals = [
        ...(version < 3 ? [`version ${version}`] : []),
        ...unknownCriticalExtensions.map((oid) => `unknown critical extension ${oid}`),
        ...(ctPoison ? ['a precertificate, not a certificate'] : []),
      ]
      if (refusals.length > 0) return fail('refused', { refusals })
      const signs = keyUsage === null || keyUsage.bits.includes('digitalSignature')
      // RSA without digitalSignature still serves key transport in TLS 1.2, and nothing in TLS 1.3.
      if (!signs) return fail('usage', { keyUsage: keyUsage.bits, algorithm: publicKey.algorithm })
      if (problems.length > 0) return fail('encoding', { problems })
      const deviations = deviationsOf(facts, address, context.now)
      return deviations.length > 0
        ? fail('deviation', { deviations })
        : pass({ version, keyUsage: keyUsage?.bits ?? null })
    }),
})

/** What the path that counts breaks of RFC 5280 section 4; its anchor is the store's matter. */
function deviationsOf(facts: EndpointFacts, address: AssessableAddress, now: Date) {
  const trust = trustOf(facts, address)
  const [path] = trust.known ? pathsOf(trust.opinion, address, now) : []
  if (path === undefined) return []
  const { sha256, notes } = path
  return notes.flatMap(({ at, detail }) => (at === sha256.length - 1 && at > 0 ? [] : [{ sha256: sha256[at], detail }]))
}

import { defineEndpointCheck } from '#lib/checks/contract.ts'
import type { EndpointFacts } from '#lib/checks/facts.ts'
import { type AssessableAddress, perChain } from '#lib/checks/per-address.ts'
import { pathsOf, trustOf } from '#lib/checks/trust.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import { valueOf } from '#lib/core/observed.ts'
import type { Certificate } from '#lib/x509/certificate.ts'

const severities = { weak: 'high' } as const

export const chainCaWeak = defineEndpointCheck({
  id: 'chain-ca-weak',
  group: 'chain-and-trust',
  rung: 'trusted',
  rungRole: 'breaks',
  title: 'CA certificate with a weak key or signature hash',
  why: 'Whoever breaks the key or the hash of a CA certificate can mint every identity below it.',
  fix: 'Make a new intermediate with P-256 or RSA 3072 and SHA-256 (openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256; Vault: vault write pki_int/intermediate/generate/internal key_type=ec key_bits=256), have the root sign it, reissue the leaves, then take the old one out of chains and stores. Check it with openssl x509 -noout -text -in ca.pem (Public-Key and Signature Algorithm).',
  severities,
  needs: ['handshake', 'trust'],
  references: [
    { label: 'RFC 9325 section 4.5', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-4.5' },
    { label: 'CA/B Forum TLS BR 6.1.5', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
    { label: 'NIST SP 800-52r2 section 3.2', url: 'https://doi.org/10.6028/NIST.SP.800-52r2' },
  ],
  controls: [
    { framework: 'cabf-br', control: '6.1.5', relation: 'direct', rationale: 'minimum key sizes' },
    {
      framework: 'cabf-br',
      control: '7.1.3.2',
      relation: 'direct',
      rationale: 'permitted signature algorithms; SHA-1 sunset',
    },
    {
      framework: 'nist-sp-800-52',
      control: '3.2',
      relation: 'direct',
      rationale: '112 bits of security for keys and signatures',
    },
    {
      framework: 'ietf-rfc',
      control: 'RFC9325 §4.5',
      relation: 'direct',
      rationale: 'SHA-1 and MD5 must not be used; RSA at least 2048',
    },
    { framework: 'nist-sp-800-53', control: 'SC-13', relation: 'direct', rationale: 'approved cryptography is used' },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-12(3)',
      relation: 'direct',
      rationale: 'asymmetric keys are produced by approved means',
    },
    {
      framework: 'nist-csf',
      control: 'PR.DS-02',
      relation: 'direct',
      rationale: 'transit protection rests on the chain',
    },
  ],
  evaluate: (facts, context) =>
    perChain(facts, context, severities, (address) => {
      const { sent } = address
      if (sent.status !== 'observed') return notAssessed(`no certificate seen: ${sent.reason}`)
      const { authorities, lost } = authoritiesOf(facts, address, context.now)
      const weak = authorities.flatMap((certificate) => {
        const problems = weaknesses(certificate)
        return problems.length > 0 ? [{ subject: certificate.subject, sha256: certificate.sha256, problems }] : []
      })
      if (weak.length > 0) return fail('weak', { weak })
      if (lost) return notAssessed('a certificate of the chain is not on record')
      return authorities.length === 0
        ? notApplicable('no CA above the leaf is known')
        : pass({ authorities: authorities.length })
    }),
})

/**
 * The CAs that the identity stands on: those of the path that counts, anchor and fetched issuers included, since a
 * stray or a weak cross-sign beside it harms nobody. Without a path, all that were sent.
 */
function authoritiesOf(facts: EndpointFacts, address: AssessableAddress, now: Date) {
  const trust = trustOf(facts, address)
  const [path] = trust.known ? pathsOf(trust.opinion, address, now) : []
  const sent = valueOf(address.sent) ?? []
  const above = (certificates: readonly Certificate[]) => certificates.filter(({ sha256 }) => sha256 !== sent[0])
  return path
    ? { authorities: above(path.certificates), lost: path.certificates.length < path.sha256.length - 1 }
    : { authorities: above(address.chain), lost: address.chain.length < sent.length }
}

/** A root's own signature is not looked at: its key is trusted as such. */
function weaknesses({ publicKey, signatureHash, selfSigned }: Certificate): readonly string[] {
  const { algorithm, bits } = publicKey
  const problems: string[] = []
  if (algorithm.startsWith('rsa') && bits !== null && bits < 2048) problems.push(`RSA key of ${bits} bits`)
  if (algorithm === 'ec' && bits !== null && bits < 224) problems.push(`EC key of ${bits} bits`)
  if (!selfSigned && signatureHash !== null && /^(md|sha1$)/.test(signatureHash))
    problems.push(`signed with ${signatureHash}`)
  return problems
}

import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { speaks } from '#lib/checks/spoken-versions.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'
import { isWeakScheme } from '#lib/checks/weak-scheme.ts'

const severities = { chosen: 'high', 'forced-md5': 'medium', forced: 'low' } as const

export const handshakeSignatureWeak = defineEndpointCheck({
  id: 'handshake-signature-weak',
  group: 'protocol-and-cipher',
  title: 'Handshake signed with SHA-1 or MD5',
  why: 'Who can find collisions of the hash can forge the proof that the server holds its key (SLOTH).',
  fix: 'Restrict the signature algorithms (OpenSSL: SignatureAlgorithms = ECDSA+SHA256:RSA-PSS+SHA256:RSA+SHA256 in openssl.cnf, or security level 2; nginx: ssl_conf_command SignatureAlgorithms with the same list; Apache: SSLOpenSSLConfCmd SignatureAlgorithms; HAProxy: sigalgs; Java: jdk.tls.disabledAlgorithms with SHA1). Check it with openssl s_client -connect HOST:PORT -tls1_2 -sigalgs RSA+SHA1, which has to fail.',
  severities,
  needs: ['posture'],
  references: [
    {
      label: 'RFC 9155',
      url: 'https://www.rfc-editor.org/rfc/rfc9155',
      note: 'It forbids both hashes. What a server signs only for clients that offer nothing better endangers those clients alone, so with SHA-1 it weighs little; to choose it beside something stronger weighs much.',
    },
    { label: 'RFC 9325 section 4.5', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-4.5' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9155',
      relation: 'direct',
      rationale: 'MD5 and SHA-1 signature hashes are deprecated',
    },
    { framework: 'ietf-rfc', control: 'RFC9325 §4.5', relation: 'direct', rationale: 'SHA-1 must not be used' },
    { framework: 'nist-sp-800-53', control: 'SC-13', relation: 'direct', rationale: 'approved cryptography' },
    { framework: 'nist-csf', control: 'PR.DS-02', relation: 'direct', rationale: 'integrity in transit' },
  ],
  evaluate: (facts, context) =>
    perAddress(
      facts,
      context,
      severities,
      ({ facts: tls }) => {
        const { keyPossession, signatureSchemes } = tls
        const used = keyPossession.status === 'observed' ? keyPossession.value.scheme : null
        const lists = signatureSchemes.status === 'observed' ? Object.values(signatureSchemes.value) : []
        const signed = lists.flatMap((list) => (list.status === 'observed' ? list.value : []))
        const schemes = [...new Set([...(used === null ? [] : [used]), ...signed])]
        const evidence = { used, weak: schemes.filter(isWeakScheme) }
        // The hello of the main handshake offers stronger ones.
        if (used !== null && isWeakScheme(used)) return fail('chosen', evidence)
        if (evidence.weak.some((scheme) => scheme.includes('md5'))) return fail('forced-md5', evidence)
        if (evidence.weak.length > 0) return fail('forced', evidence)
        if (signatureSchemes.status !== 'observed')
          return notAssessed(`what it signs with was not asked: ${signatureSchemes.reason}`)
        // TLS 1.3 knows no such scheme for its handshake; before TLS 1.2 none is negotiated.
        const atTls12 = signatureSchemes.value['TLSv1.2']
        if (speaks(tls, 'TLSv1.2') !== false && atTls12?.status !== 'observed')
          return notAssessed(`what it signs with at TLS 1.2 was not learned: ${atTls12?.reason ?? 'not asked'}`)
        return pass({ used, signed: schemes })
      },
      'posture',
    ),
})

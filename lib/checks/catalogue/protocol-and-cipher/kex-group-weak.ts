import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { weak: 'high', legacy: 'low' } as const

const sound =
  /^(x25519|x448|secp(256|384|521)r1|prime256v1|p-(256|384|521)|brainpoolp(256|384|512)r1(tls13)?|.*mlkem(512|768|1024))$/i

export const kexGroupWeak = defineEndpointCheck({
  id: 'kex-group-weak',
  group: 'protocol-and-cipher',
  title: 'Weak or legacy key-exchange group',
  why: 'Who can solve the discrete logarithm of a small or weak group reads the session, however strong the cipher is.',
  fix: 'Prefer X25519MLKEM768, X25519 and P-256 (nginx: ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1) and drop DHE, or use a 2048-bit group of RFC 7919.',
  severities,
  references: [
    { label: 'RFC 9325 section 4.5', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-4.5' },
    { label: 'RFC 9325 section 4.1', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-4.1' },
    { label: 'NIST SP 800-52r2 section 3.3.1', url: 'https://doi.org/10.6028/NIST.SP.800-52r2' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9325 §4.5',
      relation: 'direct',
      rationale: 'DH at least 2048 bits; curves at least 224',
    },
    {
      framework: 'ietf-rfc',
      control: 'RFC9325 §4.1',
      relation: 'direct',
      rationale: 'TLS 1.2 DHE should not be negotiated',
    },
    { framework: 'mozilla-tls', control: 'intermediate', relation: 'direct', rationale: '6.0 drops DHE suites' },
    { framework: 'nist-sp-800-52', control: '3.3.1', relation: 'direct', rationale: 'key exchange strength' },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'direct', rationale: 'key establishment' },
    { framework: 'nist-sp-800-53', control: 'SC-13', relation: 'direct', rationale: 'approved cryptography' },
    { framework: 'nist-csf', control: 'PR.DS-02', relation: 'direct', rationale: 'data in transit' },
  ],
  evaluate: (facts, context) =>
    perAddress(facts, context, severities, ({ facts: { group } }) => {
      if (group.status !== 'observed') return notAssessed(`key exchange not seen: ${group.reason}`)
      if (group.value === null) return notApplicable('RSA key transport, which has no group')
      const { name, bits } = group.value
      const evidence = { group: name, bits, judged: 'the group that a modern client gets' }
      if (bits !== null) return fail(bits < 2048 ? 'weak' : 'legacy', evidence)
      if (sound.test(name)) return pass(evidence)
      const fieldBits = Number(/\d{3}/.exec(name)?.[0] ?? Number.NaN)
      if (Number.isNaN(fieldBits) || name.startsWith('0x')) return notAssessed(`unknown group ${name}`)
      return fail(fieldBits < 224 ? 'weak' : 'legacy', evidence)
    }),
})

import { acceptedSuites } from '#lib/checks/accepted-suites.ts'
import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { namedGroup } from '#lib/checks/named-group.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { listedItems } from '#lib/checks/spoken-versions.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import type { NamedGroup, TlsFacts } from '#lib/tls/observation.ts'

const severities = { weak: 'high', legacy: 'low' } as const

const sound = /^(x25519|x448|secp(256|384|521)r1|curveSM2|brainpoolP(256|384|512)r1(tls13)?)$/

/** The group that was negotiated, those of the lists, and the fields of ephemeral Diffie-Hellman; each once. */
function usedGroups(tls: TlsFacts): { readonly groups: readonly NamedGroup[]; readonly missing: string | null } {
  const { items, missing } = listedItems(tls, tls.groups, ({ accepted, complete }, version) => ({
    // TLS 1.3 has finite fields of known soundness alone.
    items: version === 'TLSv1.3' ? accepted.filter(({ bits }) => bits === null) : accepted,
    missing: complete ? null : 'the list of groups is not complete',
  }))
  const negotiated = tls.group.status === 'observed' && tls.group.value !== null ? [tls.group.value] : []
  const fields =
    tls.dhParameters.status === 'observed'
      ? tls.dhParameters.value.map(({ known, bits }) => ({ name: known ?? 'dhe', bits }))
      : []
  const all = [...negotiated, ...items, ...fields]
  const groups = [...new Map(all.map((group) => [describe(group), group])).values()]
  const nameless = groups.find(({ name }) => name.startsWith('0x'))
  if (nameless !== undefined) return { groups, missing: `unknown group ${nameless.name}` }
  const asked = tls.dhParameters.status === 'observed' || !speaksDhe(tls)
  return { groups, missing: missing ?? (asked ? null : 'the parameters of Diffie-Hellman are not known') }
}

function speaksDhe(tls: TlsFacts): boolean {
  return acceptedSuites(tls).suites.some(({ keyExchange }) => keyExchange === 'dhe' || keyExchange === 'dhe-psk')
}

function isWeak({ name, bits }: NamedGroup): boolean {
  if (bits !== null) return bits < 2048
  const group = namedGroup(name)
  return group?.kind === 'ec' && group.size !== null && group.size < 224
}

/** Any finite field, and any curve that is neither weak nor in common use. */
function isLegacy({ name, bits }: NamedGroup): boolean {
  if (bits !== null) return bits >= 2048
  return namedGroup(name)?.kind === 'ec' && !sound.test(name) && !isWeak({ name, bits })
}

function describe({ name, bits }: NamedGroup): string {
  return bits === null ? name : `${name} (${bits} bits)`
}

export const kexGroupWeak = defineEndpointCheck({
  id: 'kex-group-weak',
  group: 'protocol-and-cipher',
  title: 'Weak or legacy key-exchange group',
  why: 'Who can solve the discrete logarithm of a small or weak group reads the session, however strong the cipher is.',
  fix: 'Prefer X25519MLKEM768, X25519 and P-256 (nginx: ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1; Apache: SSLOpenSSLConfCmd Groups; HAProxy: curves) and drop DHE suites, or give them a 2048-bit group of RFC 7919 (nginx: ssl_dhparam ffdhe2048.pem; HAProxy: tune.ssl.default-dh-param 2048; Java: jdk.tls.ephemeralDHKeySize=2048).',
  severities,
  needs: ['posture'],
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
    perAddress(
      facts,
      context,
      severities,
      ({ facts: tls }) => {
        const { groups, missing } = usedGroups(tls)
        const weak = groups.filter(isWeak).map(describe)
        const legacy = groups.filter(isLegacy).map(describe)
        if (weak.length > 0) return fail('weak', { weak, legacy })
        if (legacy.length > 0) return fail('legacy', { legacy })
        if (missing !== null) return notAssessed(missing)
        return groups.length === 0
          ? notApplicable('RSA key transport, which has no group')
          : pass({ groups: groups.map(describe) })
      },
      'posture',
    ),
})

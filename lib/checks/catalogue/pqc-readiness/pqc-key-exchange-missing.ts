import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { isPostQuantum } from '#lib/checks/named-group.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'

const severities = { missing: 'low' } as const

export const pqcKeyExchangeMissing = defineEndpointCheck({
  id: 'pqc-key-exchange-missing',
  group: 'pqc-readiness',
  title: 'No post-quantum key exchange',
  why: 'Traffic recorded today can be read once quantum computers come; a hybrid key exchange stops that already now.',
  fix: 'Enable X25519MLKEM768 (OpenSSL 3.5 or later: Groups = X25519MLKEM768:X25519; nginx: ssl_ecdh_curve X25519MLKEM768:X25519; Apache: SSLOpenSSLConfCmd Groups X25519MLKEM768:X25519; HAProxy: curves X25519MLKEM768:X25519; Go 1.24 or later does by default). Check it with openssl s_client -connect HOST:PORT -groups X25519MLKEM768.',
  severities,
  needs: ['handshake', 'posture'],
  references: [
    { label: 'NIST IR 8547 (draft) Table 4', url: 'https://csrc.nist.gov/pubs/ir/8547/ipd' },
    { label: 'NIST SP 800-53r5 SC-13', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'mozilla-tls',
      control: 'intermediate',
      relation: 'direct',
      rationale: '6.0 lists X25519MLKEM768 first',
    },
    {
      framework: 'nist-ir-8547',
      control: 'Table 4',
      relation: 'direct',
      rationale: 'classical key establishment disallowed after 2035',
    },
    {
      framework: 'us-eo-14412',
      control: 'EO14412-KEX',
      relation: 'direct',
      rationale: 'federal high-value assets by 2030-12-31',
    },
    {
      framework: 'cnsa',
      control: 'CNSA2-KEM',
      relation: 'direct',
      rationale: 'ML-KEM-1024 for national security systems',
    },
    { framework: 'nist-sp-800-53', control: 'SC-13', relation: 'direct', rationale: 'cryptography fit for its use' },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'direct', rationale: 'key establishment' },
    {
      framework: 'nist-csf',
      control: 'PR.DS-02',
      relation: 'direct',
      rationale: 'confidentiality against later decryption',
    },
    { framework: 'nist-csf', control: 'ID.RA-03', relation: 'supporting', rationale: 'threats are identified' },
    { framework: 'pci-dss', control: '12.3.3', relation: 'direct', rationale: 'response plan to anticipated changes' },
  ],
  evaluate: (facts, context) => {
    const negotiate = facts.addresses.every(({ latest }) => latest !== null && isHybrid(latest.facts.group))
    return perAddress(
      facts,
      context,
      severities,
      ({ facts: { group, groups } }) => {
        const negotiated = group.status === 'observed' ? (group.value?.name ?? null) : null
        if (isHybrid(group)) return pass({ negotiated })
        const listed = groups.status === 'observed' ? groups.value['TLSv1.3'] : undefined
        const names = listed?.status === 'observed' ? listed.value.accepted.map(({ name }) => name) : []
        const accepted = names.filter(isPostQuantum)
        if (accepted.length > 0) return pass({ negotiated, accepted })
        // The hello offers hybrid groups before all others, so a server that takes another prefers it or has none.
        return group.status === 'observed'
          ? fail('missing', { negotiated })
          : notAssessed(`key exchange not seen: ${group.reason}`)
      },
      negotiate ? 'inventory' : 'posture',
    )
  },
})

function isHybrid(group: TlsFacts['group']): boolean {
  return group.status === 'observed' && group.value !== null && isPostQuantum(group.value.name)
}

import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, pass } from '#lib/checks/verdict.ts'

const severities = { malformed: 'medium', short: 'low' } as const

/** RFC 5280 4.1.2.2. */
const longestOctets = 20
/** CA/B BR 7.1: 64 bits of a generator make less than 7 octets all but impossible. */
const shortestOctets = 7

export const serialNumberWeak = defineEndpointCheck({
  id: 'serial-number-weak',
  group: 'key-and-signature',
  title: 'Serial number weak or malformed',
  why: 'Revocation names certificates by serial; guessable serials are also what chosen-prefix forgeries need.',
  fix: 'Let the CA draw serials of 64 random bits or more (OpenSSL: rand_serial = yes in the CA section, or openssl x509 -req -set_serial 0x$(openssl rand -hex 16); step-ca, Vault, cert-manager and SPIRE do so by default), and reissue what has a short or repeated one.',
  severities,
  needs: ['handshake'],
  references: [
    { label: 'RFC 5280 section 4.1.2.2', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.2' },
    { label: 'NIST SP 800-53r5 SC-17', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC5280 §4.1.2.2',
      relation: 'direct',
      rationale: 'unique positive serial up to 20 octets',
    },
    { framework: 'nist-sp-800-53', control: 'SC-17', relation: 'direct', rationale: 'certificates follow the policy' },
    { framework: 'nist-sp-800-53', control: 'IA-4', relation: 'supporting', rationale: 'identifiers are unique' },
    { framework: 'nist-csf', control: 'ID.AM-08', relation: 'supporting', rationale: 'records must be unambiguous' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, ({ serial }) => {
      const digits = serial.replace(/^-/, '').replace(/^(00)+/, '')
      const octets = Math.ceil(digits.length / 2)
      const evidence = { serial, octets }
      if (serial.startsWith('-') || octets === 0 || octets > longestOctets) return fail('malformed', evidence)
      return octets < shortestOctets ? fail('short', evidence) : pass(evidence)
    }),
})

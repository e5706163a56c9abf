import type { Transport } from '#lib/tls/observation.ts'
import { type StunnelOptions, startStunnel, stunnel } from '../makes/stunnel.ts'
import { certificates, clientAuthority, otherName } from './credentials.ts'
import type { CaseStart } from './lab-case.ts'

const plain = {
  ciphers: 'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256',
  ciphersuites: 'TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384',
  groups: 'P-256:X25519',
} as const

/** stunnel relays what the server behind it says first. */
const greetings = {
  smtp: '220 lab.test ESMTP',
  imap: '* OK lab ready',
  pop3: '+OK lab ready',
} as const

/** It asks the server behind for the capabilities, and puts STARTTLS to them. */
const answersCapability = [
  'while read -r tag word; do',
  String.raw`  case $word in CAPABILITY*) printf '* CAPABILITY IMAP4rev1\r\n%s OK done\r\n' "$tag" ;; esac`,
  'done',
]

export const stunnelCases: readonly CaseStart[] = [
  of('stunnel-plain', () => ({ ...plain, certificates: [certificates.rsa()] })),
  of('stunnel-server-preference', () => ({
    ...plain,
    certificates: [certificates.rsa()],
    versions: ['TLSv1.1', 'TLSv1.2'],
    ciphers: 'AES128-SHA:AES256-GCM-SHA384:ECDHE-RSA-AES256-SHA',
    preference: 'server',
    tickets: false,
  })),
  of('stunnel-mtls', () => ({
    ...plain,
    certificates: [certificates.ecdsa()],
    clients: 'required',
    clientCa: clientAuthority().pem,
  })),
  of('stunnel-two-names', () => ({
    ...plain,
    certificates: [certificates.rsa()],
    sni: { name: otherName, credentials: certificates['other-name']() },
  })),
  ...(['smtp', 'imap', 'pop3'] as const).map((protocol) =>
    of(
      `stunnel-${protocol}`,
      () => ({
        ...plain,
        certificates: [certificates.rsa()],
        versions: ['TLSv1.2'],
        protocol,
        greeting: greetings[protocol],
        ...(protocol === 'imap' ? { behind: answersCapability } : {}),
      }),
      protocol,
    ),
  ),
  of('stunnel-postgres', () => ({ ...plain, certificates: [certificates.rsa()], protocol: 'pgsql' }), 'postgres'),
]

function of(name: string, options: () => StunnelOptions, transport: Transport = 'tls'): CaseStart {
  return { name, make: stunnel, transport, start: () => startStunnel(options()) }
}

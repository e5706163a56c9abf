import { inspircd, startInspircd } from '../makes/inspircd.ts'
import { postfix, startPostfix } from '../makes/postfix.ts'
import { prosody, startProsody } from '../makes/prosody.ts'
import { slapd, startSlapd } from '../makes/slapd.ts'
import { startVsftpd, vsftpd } from '../makes/vsftpd.ts'
import { certificates, clientAuthority, serviceName } from './credentials.ts'
import type { CaseStart } from './lab-case.ts'

const priority =
  'NONE:+VERS-TLS1.2:+VERS-TLS1.3:+AES-256-GCM:+AES-128-GCM:+AEAD:+ECDHE-ECDSA:+ECDHE-RSA:+SIGN-ALL:+GROUP-X25519:+GROUP-SECP256R1:+CTYPE-SRV-X509:+CTYPE-CLI-X509'

/** Servers with a STARTTLS of their own make. */
export const startTlsCases: readonly CaseStart[] = [
  {
    name: 'postfix-smtp',
    make: postfix,
    transport: 'smtp',
    start: () =>
      startPostfix({
        certificates: [certificates.rsa(), certificates.ecdsa()],
        versions: ['TLSv1.2', 'TLSv1.3'],
        ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:AES128-GCM-SHA256',
        preference: 'server',
      }),
  },
  {
    // It finishes the handshake with whoever comes, and turns them away at the first command.
    name: 'postfix-smtp-mtls',
    make: postfix,
    transport: 'smtp',
    start: () =>
      startPostfix({
        certificates: [certificates.ecdsa()],
        versions: ['TLSv1.2', 'TLSv1.3'],
        ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256',
        clients: 'required',
        clientCa: clientAuthority().pem,
      }),
  },
  {
    name: 'prosody-xmpp',
    make: prosody,
    transport: 'xmpp',
    start: () =>
      startProsody({
        peers: 'clients',
        host: serviceName,
        certificates: [certificates.ecdsa()],
        versions: ['TLSv1.2', 'TLSv1.3'],
        ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256',
        ciphersuites: 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384',
        groups: 'X25519:P-256',
        preference: 'server',
      }),
  },
  {
    name: 'prosody-xmpp-server',
    make: prosody,
    transport: 'xmpp-server',
    start: () =>
      startProsody({
        peers: 'servers',
        host: serviceName,
        certificates: [certificates.rsa()],
        versions: ['TLSv1.2'],
        ciphers: 'ECDHE-RSA-AES256-GCM-SHA384:AES128-GCM-SHA256',
        groups: 'P-256:P-384',
        preference: 'client',
      }),
  },
  {
    name: 'vsftpd-ftp',
    make: vsftpd,
    transport: 'ftp',
    start: () =>
      startVsftpd({ certificates: [certificates.rsa()], ciphers: 'ECDHE-RSA-AES256-GCM-SHA384:AES256-GCM-SHA384' }),
  },
  {
    name: 'slapd-ldap',
    make: slapd,
    transport: 'ldap',
    start: () => startSlapd({ certificates: [certificates.ecdsa()], priority }),
  },
  {
    name: 'slapd-ldap-mtls',
    make: slapd,
    transport: 'ldap',
    start: () =>
      startSlapd({
        certificates: [certificates.ecdsa()],
        priority,
        clients: 'required',
        clientCa: clientAuthority().pem,
      }),
  },
  {
    name: 'inspircd-irc',
    make: inspircd,
    transport: 'irc',
    start: () => startInspircd({ certificates: [certificates.rsa()], priority }),
  },
]

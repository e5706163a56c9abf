import type { CaseFacts } from './lab-case.ts'
import { both, client, modern, server, single, stack } from './stack.ts'

/** gnutls-serv answers GET alone, and in its own words. */
const gnutlsServ = { alpnProtocols: [], http: null } as const
const resumed = { resumption: ['session-id', 'ticket'] } as const

/** GnuTLS where its lists have holes, from its priority strings and as `openssl s_client` sees it. */
export const gnutlsFacts: Readonly<Record<string, CaseFacts>> = {
  'gnutls-hole': stack({
    ...gnutlsServ,
    versions: ['TLSv1', 'TLSv1.2', 'TLSv1.3'],
    suites: {
      TLSv1: single('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'),
      'TLSv1.2': client('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'),
      'TLSv1.3': single('TLS_AES_256_GCM_SHA384'),
    },
    groups: { TLSv1: single('x25519'), ...both(single('x25519')) },
    certificates: ['rsa'],
    features: { clientRenegotiation: true, encryptThenMac: true, resumption: ['session-id', 'ticket', 'psk'] },
  }),
  'gnutls-without-field': stack({
    ...gnutlsServ,
    versions: ['TLSv1.1', 'TLSv1.2'],
    suites: {
      'TLSv1.1': server('TLS_RSA_WITH_AES_128_CBC_SHA', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'),
      'TLSv1.2': server(
        'TLS_RSA_WITH_AES_256_GCM_SHA384',
        'TLS_RSA_WITH_AES_128_CBC_SHA',
        'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
        'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
      ),
    },
    groups: { 'TLSv1.1': single('secp256r1'), 'TLSv1.2': single('secp256r1') },
    certificates: ['rsa'],
    features: { clientRenegotiation: true, encryptThenMac: true, ...resumed },
  }),
  'gnutls-rsa-pss-beside-rsa': stack({
    ...gnutlsServ,
    versions: ['TLSv1.1', 'TLSv1.2'],
    suites: {
      'TLSv1.1': server(
        'TLS_RSA_WITH_AES_256_CBC_SHA',
        'TLS_RSA_WITH_AES_128_CBC_SHA',
        'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
      ),
      'TLSv1.2': server(
        'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
        'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
        'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA',
        'TLS_RSA_WITH_AES_256_CBC_SHA',
        'TLS_RSA_WITH_AES_128_CBC_SHA',
        'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
      ),
    },
    groups: { 'TLSv1.2': single('x25519') },
    certificates: ['rsa', 'rsa-pss'],
    features: { clientRenegotiation: true, encryptThenMac: true, ...resumed },
  }),
  'gnutls-strict-alpn': stack({
    ...gnutlsServ,
    versions: modern,
    suites: {
      'TLSv1.2': single('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'),
      'TLSv1.3': single('TLS_AES_256_GCM_SHA384'),
    },
    groups: both(single('secp384r1')),
    alpnProtocols: ['imap'],
    certificates: ['rsa'],
    features: { clientRenegotiation: true, resumption: ['session-id', 'ticket', 'psk'] },
  }),
}

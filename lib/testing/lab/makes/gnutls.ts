import { type LabVersion, type MakeOptions, type MakeServer, makeOf, refuse, versionsOf } from './make.ts'
import { type Place, startProcess } from './server-process.ts'

export const gnutls = makeOf('GnuTLS gnutls-serv', 'gnutls-bin', 'gnutls-serv')

export interface GnutlsOptions extends Omit<MakeOptions, 'ciphers' | 'ciphersuites' | 'groups' | 'preference'> {
  /** A GnuTLS priority string without the versions; NORMAL. */
  readonly priority?: string
  /** gnutls-serv's own switches, such as `--heartbeat`. */
  readonly flags?: readonly string[]
  /** Takes any client certificate. */
  readonly anyClient?: boolean
}

/** GnuTLS' example server as a HTTP server. It listens on every address of the machine: it has no switch for one. */
export function startGnutls(options: GnutlsOptions): Promise<MakeServer> {
  return startProcess('gnutls', (place) => ({
    program: 'gnutls-serv',
    args: [
      ...['--http', '--quiet', '--port', String(place.port), '--priority', priority(options)],
      ...options.certificates.flatMap(({ certificateChain, key }, index) => [
        ...['--x509certfile', place.file(`${index}.pem`, certificateChain)],
        ...['--x509keyfile', place.file(`${index}.key`, key)],
      ]),
      ...negotiationFlags(options, place),
      ...clientFlags(options, place),
      ...(options.flags ?? []),
    ],
  }))
}

function priority(options: GnutlsOptions): string {
  const versions = versionsOf(options).map((version) => `+VERS-${versionWord[version]}`)
  return [options.priority ?? 'NORMAL', '-VERS-ALL', ...versions].join(':')
}

const versionWord: Readonly<Record<LabVersion, string>> = {
  SSLv3: 'SSL3.0',
  TLSv1: 'TLS1.0',
  'TLSv1.1': 'TLS1.1',
  'TLSv1.2': 'TLS1.2',
  'TLSv1.3': 'TLS1.3',
}

function negotiationFlags(options: GnutlsOptions, place: Place): readonly string[] {
  const { dhParameters, staple } = options
  refuse('gnutls-serv', options, 'sni')
  return [
    ...(dhParameters === undefined ? [] : ['--dhparams', place.file('dh.pem', dhParameters)]),
    ...(options.alpn ?? []).flatMap((name) => ['--alpn', name]),
    ...(options.tickets === false ? ['--noticket', '--nodb'] : []),
    ...(staple === undefined ? [] : ['--ocsp-response', place.file('staple.der', staple)]),
    ...(options.earlyData === true ? ['--earlydata', '--maxearlydata', '16384'] : []),
  ]
}

function clientFlags({ clients = 'none', clientCa, anyClient }: GnutlsOptions, place: Place): readonly string[] {
  if (clients === 'none') return ['--disable-client-cert']
  return [
    ...(clients === 'required' ? ['--require-client-cert'] : []),
    ...(anyClient === true ? [] : ['--verify-client-cert']),
    ...(clientCa === undefined ? [] : ['--x509cafile', place.file('clients.pem', clientCa)]),
  ]
}

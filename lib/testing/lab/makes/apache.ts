import { type MakeOptions, type MakeServer, makeOf, refuse, versionsOf } from './make.ts'
import { type Place, startProcess } from './server-process.ts'

/** Debian's modules lie here whatever the processor. */
const modules = '/usr/lib/apache2/modules'

export const apache = makeOf('Apache httpd', 'apache2', 'apache2', `${modules}/mod_ssl.so`)

export interface ApacheOptions extends MakeOptions {
  /** The server wants a certificate for each path, and not in the handshake: `clients` holds within `Location`. */
  readonly byPath?: boolean
}

/** Apache httpd with OpenSSL. Up to TLS 1.2 it asks for a certificate of a path by negotiating anew. */
export function startApache(options: ApacheOptions): Promise<MakeServer> {
  refuse('Apache', options, 'staple', 'earlyData', 'sni', 'strictSni', 'dhParameters')
  return startProcess('apache', (place) => ({
    program: 'apache2',
    args: ['-D', 'FOREGROUND', '-f', place.file('httpd.conf', configuration(options, place))],
  }))
}

function configuration(options: ApacheOptions, place: Place): string {
  const { directory } = place
  const loaded = ['mpm_event', 'authz_core', 'socache_shmcb', 'ssl', 'http2']
  return [
    `ServerRoot ${directory}`,
    `DocumentRoot ${directory}`,
    `PidFile ${directory}/apache.pid`,
    `ErrorLog ${directory}/error.log`,
    'ServerName lab.test',
    `Listen 127.0.0.1:${place.port}`,
    ...loaded.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`),
    `SSLSessionCache shmcb:${directory}/sessions(512000)`,
    `Protocols ${options.alpn?.join(' ') ?? 'http/1.1'}`,
    ...tlsLines(options, place),
    ...clientLines(options, place),
    '',
  ].join('\n')
}

function tlsLines(options: ApacheOptions, place: Place): readonly string[] {
  const { certificates, ciphers, ciphersuites, groups, preference, tickets } = options
  return [
    'SSLEngine on',
    ...certificates.flatMap(({ certificateChain, key }, index) => [
      `SSLCertificateFile ${place.file(`${index}.pem`, certificateChain)}`,
      `SSLCertificateKeyFile ${place.file(`${index}.key`, key)}`,
    ]),
    `SSLProtocol -all ${versionsOf(options)
      .map((version) => `+${version}`)
      .join(' ')}`,
    `SSLCipherSuite ${ciphers ?? 'DEFAULT:@SECLEVEL=0'}`,
    `SSLHonorCipherOrder ${preference === 'server' ? 'on' : 'off'}`,
    ...(ciphersuites === undefined ? [] : [`SSLCipherSuite TLSv1.3 ${ciphersuites}`]),
    ...(groups === undefined ? [] : [`SSLOpenSSLConfCmd Groups ${groups}`]),
    ...(tickets === undefined ? [] : [`SSLSessionTickets ${tickets ? 'on' : 'off'}`]),
  ]
}

function clientLines({ clients = 'none', clientCa, byPath = false }: ApacheOptions, place: Place): readonly string[] {
  if (clients === 'none') return []
  const verify = clientCa === undefined ? 'optional_no_ca' : clients === 'required' ? 'require' : 'optional'
  return [
    ...(clientCa === undefined ? [] : [`SSLCACertificateFile ${place.file('clients.pem', clientCa)}`]),
    ...(byPath ? ['<Location />', `SSLVerifyClient ${verify}`, '</Location>'] : [`SSLVerifyClient ${verify}`]),
    'SSLVerifyDepth 4',
  ]
}

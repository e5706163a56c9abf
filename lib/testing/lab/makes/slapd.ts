import { type LabVersion, type MakeOptions, type MakeServer, makeOf, rangeOf } from './make.ts'
import { startProcess } from './server-process.ts'

/** Debian's is linked with GnuTLS. */
export const slapd = makeOf('OpenLDAP slapd', 'slapd', 'slapd')

export interface SlapdOptions extends Pick<MakeOptions, 'certificates' | 'versions' | 'clients' | 'clientCa'> {
  /** A GnuTLS priority string; its lowest version is raised by `versions`. */
  readonly priority?: string
}

/** LDAP with StartTLS, without a database. */
export function startSlapd(options: SlapdOptions): Promise<MakeServer> {
  const [main, ...more] = options.certificates
  if (!main || more.length > 0) throw new Error('slapd has one certificate')
  const { clients = 'none', clientCa, priority } = options
  return startProcess('slapd', (place) => {
    const lines = [
      `pidfile ${place.directory}/slapd.pid`,
      `TLSCertificateFile ${place.file('server.pem', main.certificateChain)}`,
      `TLSCertificateKeyFile ${place.file('server.key', main.key)}`,
      `TLSProtocolMin ${protocolNumber[rangeOf(options).min]}`,
      `TLSVerifyClient ${{ none: 'never', optional: 'try', required: 'demand' }[clients]}`,
      ...(clientCa === undefined ? [] : [`TLSCACertificateFile ${place.file('clients.pem', clientCa)}`]),
      ...(priority === undefined ? [] : [`TLSCipherSuite ${priority}`]),
      'database config',
      '',
    ]
    const configuration = place.file('slapd.conf', lines.join('\n'))
    return { program: 'slapd', args: ['-d', '0', '-f', configuration, '-h', `ldap://127.0.0.1:${place.port}`] }
  })
}

const protocolNumber: Readonly<Record<LabVersion, string>> = {
  SSLv3: '3.0',
  TLSv1: '3.1',
  'TLSv1.1': '3.2',
  'TLSv1.2': '3.3',
  'TLSv1.3': '3.4',
}

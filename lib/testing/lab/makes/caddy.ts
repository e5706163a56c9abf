import { holesOf, type LabVersion, type MakeOptions, type MakeServer, makeOf, rangeOf, refuse } from './make.ts'
import { type Place, startProcess } from './server-process.ts'

export const caddy = makeOf('Caddy', 'caddy', 'caddy')

export interface CaddyOptions extends Omit<MakeOptions, 'ciphers' | 'ciphersuites' | 'groups' | 'preference'> {
  /** The one name that it serves; others find no certificate. */
  readonly name: string
  /** IANA's names of suites up to TLS 1.2, the order and what TLS 1.3 takes are Go's own. */
  readonly suites?: readonly string[]
  /** Caddy's names of curves. */
  readonly curves?: readonly string[]
}

/** Caddy, a server in Go. It has one certificate for each name, and the name is all that it answers to. */
export function startCaddy(options: CaddyOptions): Promise<MakeServer> {
  refuse('Caddy', options, 'dhParameters', 'staple', 'earlyData', 'sni', 'strictSni', 'tickets')
  if (holesOf(options).length > 0) throw new Error('Caddy has no switch for a hole between versions')
  return startProcess('caddy', (place) => ({
    program: 'caddy',
    args: ['run', '--config', place.file('Caddyfile', configuration(options, place)), '--adapter', 'caddyfile'],
    env: { XDG_CONFIG_HOME: place.directory, XDG_DATA_HOME: place.directory },
  }))
}

const versionWord: Readonly<Record<LabVersion, string | null>> = {
  SSLv3: null,
  TLSv1: null,
  'TLSv1.1': null,
  'TLSv1.2': 'tls1.2',
  'TLSv1.3': 'tls1.3',
}

function configuration(options: CaddyOptions, place: Place): string {
  const [main, ...more] = options.certificates
  if (!main || more.length > 0) throw new Error('Caddy has one certificate for each name')
  const { min, max } = rangeOf(options)
  const [lowest, highest] = [versionWord[min], versionWord[max]]
  if (lowest === null || highest === null) throw new Error('Caddy has nothing before TLS 1.2')
  return `
{
  admin off
  auto_https off
}
https://${options.name}:${place.port} {
  bind 127.0.0.1
  respond "lab"
  tls ${place.file('main.pem', main.certificateChain)} ${place.file('main.key', main.key)} {
    protocols ${lowest} ${highest}
    ${options.suites === undefined ? '' : `ciphers ${options.suites.join(' ')}`}
    ${options.curves === undefined ? '' : `curves ${options.curves.join(' ')}`}
    ${options.alpn === undefined ? '' : `alpn ${options.alpn.join(' ')}`}
    ${clientLines(options, place)}
  }
}
`
}

function clientLines({ clients = 'none', clientCa }: CaddyOptions, place: Place): string {
  if (clients === 'none') return ''
  if (clientCa === undefined) throw new Error('Caddy wants the CAs of its clients')
  const mode = clients === 'required' ? 'require_and_verify' : 'verify_if_given'
  return `client_auth {\n mode ${mode}\n trusted_ca_cert_file ${place.file('clients.pem', clientCa)}\n }`
}

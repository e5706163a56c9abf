import { holesOf, type Make, type MakeOptions, type MakeServer, makeOf, rangeOf, refuse } from './make.ts'
import { type Place, startProcess } from './server-process.ts'

/** Debian's modules lie here whatever the processor. */
const modules = '/usr/lib/lighttpd'

export type LighttpdModule = 'openssl' | 'gnutls' | 'mbedtls' | 'wolfssl' | 'nss'

export interface LighttpdOptions extends MakeOptions {
  /** Whose library speaks TLS. */
  readonly module: LighttpdModule
}

export function lighttpd(module: LighttpdModule): Make {
  const packages = `lighttpd lighttpd-mod-${module}`
  return makeOf(`lighttpd with mod_${module}`, packages, '/usr/sbin/lighttpd', `${modules}/mod_${module}.so`)
}

/**
 * lighttpd with any of its five libraries, over an empty folder. It has one certificate for each name. `ciphers`,
 * `ciphersuites` and `groups` are what its module understands: mod_gnutls knows but classes of OpenSSL's suites,
 * mod_mbedtls its library's own names of suites (all of them in `ciphersuites`) and curves, mod_wolfssl names of suites of
 * all versions in `ciphers`.
 */
export function startLighttpd(options: LighttpdOptions): Promise<MakeServer> {
  refuse('lighttpd', options, 'alpn', 'staple', 'earlyData', 'sni', 'strictSni', 'dhParameters')
  refuse(`mod_${options.module}`, options, ...unknownTo[options.module])
  if (holesOf(options).length > 0) throw new Error('lighttpd has no switch for a hole between versions')
  return startProcess('lighttpd', (place) => ({
    program: '/usr/sbin/lighttpd',
    args: ['-D', '-m', modules, '-f', place.file('lighttpd.conf', configuration(options, place))],
  }))
}

const unknownTo: Readonly<Record<LighttpdModule, readonly (keyof MakeOptions)[]>> = {
  openssl: [],
  gnutls: ['preference'],
  mbedtls: ['preference'],
  wolfssl: ['preference', 'groups', 'ciphersuites'],
  nss: ['preference', 'groups', 'ciphersuites'],
}

function configuration(options: LighttpdOptions, place: Place): string {
  const [main, ...more] = options.certificates
  if (!main || more.length > 0) throw new Error('lighttpd has one certificate for each name')
  return [
    `server.modules = ("mod_${options.module}")`,
    `server.document-root = "${place.directory}"`,
    'server.bind = "127.0.0.1"',
    `server.port = ${place.port}`,
    'ssl.engine = "enable"',
    `ssl.pemfile = "${place.file('main.pem', main.certificateChain)}"`,
    `ssl.privkey = "${place.file('main.key', main.key)}"`,
    `ssl.openssl.ssl-conf-cmd = (${Object.entries(commands(options)).map(([name, value]) => `"${name}" => "${value}"`)})`,
    ...clientLines(options, place),
    '',
  ].join('\n')
}

/** OpenSSL's words (SSL_CONF_cmd), which the other modules take as far as they can. */
function commands(options: LighttpdOptions): Readonly<Record<string, string>> {
  const { ciphers, ciphersuites, groups, preference, tickets } = options
  const { min, max } = rangeOf(options)
  const switches = [
    ...(preference === undefined ? [] : [`${preference === 'server' ? '' : '-'}ServerPreference`]),
    ...(tickets === undefined ? [] : [`${tickets ? '' : '-'}SessionTicket`]),
  ]
  return {
    MinProtocol: min,
    MaxProtocol: max,
    ...(ciphers === undefined ? {} : { CipherString: ciphers }),
    ...(ciphersuites === undefined ? {} : { Ciphersuites: ciphersuites }),
    ...(groups === undefined ? {} : { Groups: groups }),
    ...(switches.length === 0 ? {} : { Options: switches.join(',') }),
  }
}

function clientLines({ clients = 'none', clientCa }: MakeOptions, place: Place): readonly string[] {
  if (clients === 'none') return []
  if (clientCa === undefined) throw new Error('lighttpd wants the CAs of its clients')
  return [
    `ssl.verifyclient.ca-file = "${place.file('clients.pem', clientCa)}"`,
    'ssl.verifyclient.activate = "enable"',
    `ssl.verifyclient.enforce = "${clients === 'required' ? 'enable' : 'disable'}"`,
  ]
}

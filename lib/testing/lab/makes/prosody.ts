import { type MakeOptions, type MakeServer, makeOf, rangeOf } from './make.ts'
import { startProcess } from './server-process.ts'

/** Linked with OpenSSL by LuaSec. */
export const prosody = makeOf('Prosody', 'prosody', 'prosody')

export interface ProsodyOptions
  extends Pick<MakeOptions, 'certificates' | 'versions' | 'ciphers' | 'ciphersuites' | 'groups' | 'preference'> {
  /** Who is to dial: one port is for clients, another for servers. */
  readonly peers: 'clients' | 'servers'
  /** The one name that it serves. */
  readonly host: string
}

/** XMPP with STARTTLS. */
export function startProsody(options: ProsodyOptions): Promise<MakeServer> {
  const [main, ...more] = options.certificates
  if (!main || more.length > 0) throw new Error('Prosody has one certificate')
  const { peers, host, ciphers, ciphersuites, groups, preference = 'client' } = options
  const { min, max } = rangeOf(options)
  return startProcess('prosody', (place) => {
    const tls = [
      `certificate = ${quoted(place.file('server.pem', main.certificateChain))}`,
      `key = ${quoted(place.file('server.key', main.key))}`,
      `protocol = ${quoted(min === max ? protocolOf(min) : `${protocolOf(min)}+`)}`,
      `options = { cipher_server_preference = ${preference === 'server'} }`,
      ...(ciphers === undefined ? [] : [`ciphers = ${quoted(ciphers)}`]),
      ...(ciphersuites === undefined ? [] : [`ciphersuites = ${quoted(ciphersuites)}`]),
      ...(groups === undefined ? [] : [`curveslist = { ${groups.split(':').map(quoted).join(', ')} }`]),
    ]
    const [open, shut] = peers === 'clients' ? ['c2s', 's2s'] : ['s2s', 'c2s']
    const lines = [
      'run_as_root = true',
      `data_path = ${quoted(place.directory)}`,
      `certificates = ${quoted(place.directory)}`,
      'plugin_paths = {}',
      'modules_enabled = { "tls", "saslauth", "dialback" }',
      'interfaces = { "127.0.0.1" }',
      `${open}_ports = { ${place.port} }`,
      `${shut}_ports = {}`,
      'authentication = "internal_hashed"',
      'log = { warn = "*console" }',
      `ssl = { ${tls.join('; ')} }`,
      `VirtualHost ${quoted(host)}`,
      '',
    ]
    return { program: 'prosody', args: ['-F', '--config', place.file('prosody.cfg.lua', lines.join('\n'))] }
  })
}

function protocolOf(version: string): string {
  return version.toLowerCase().replace('.', '_')
}

function quoted(text: string): string {
  return JSON.stringify(text)
}

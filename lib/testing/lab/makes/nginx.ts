import type { Credentials } from '../tls-server.ts'
import { type MakeOptions, type MakeServer, makeOf, versionsOf } from './make.ts'
import { type Place, startProcess } from './server-process.ts'

export const nginx = makeOf('nginx', 'nginx', 'nginx')

export interface NginxOptions extends MakeOptions {
  /** Lines for the server block. */
  readonly lines?: readonly string[]
}

/** nginx with one process. Where `clients` is not `none` it takes every certificate in the handshake and refuses in HTTP. */
export function startNginx(options: NginxOptions): Promise<MakeServer> {
  return startProcess('nginx', (place) => ({
    program: 'nginx',
    args: ['-p', place.directory, '-e', 'stderr', '-c', place.file('nginx.conf', configuration(options, place))],
  }))
}

function configuration(options: NginxOptions, place: Place): string {
  const { sni, strictSni } = options
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const servers = [
    serverBlock(options, place, {
      name: '_',
      isDefault: true,
      credentials: strictSni === true ? [] : options.certificates,
    }),
    ...(sni ? [serverBlock(options, place, { name: sni.name, isDefault: false, credentials: [sni.credentials] })] : []),
  ]
  return `
daemon off; master_process off; pid ${place.directory}/nginx.pid; error_log stderr warn;
events { worker_connections 512; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${place.directory}/${name};`).join('\n  ')}
  ${servers.join('\n  ')}
}
`
}

interface Block {
  readonly name: string
  readonly isDefault: boolean
  readonly credentials: readonly Credentials[]
}

function serverBlock(options: NginxOptions, place: Place, { name, isDefault, credentials }: Block): string {
  const h2 = options.alpn?.includes('h2') === true ? ' http2' : ''
  const lines = [
    `listen 127.0.0.1:${place.port} ssl${isDefault ? h2 : ''}${isDefault ? ' default_server' : ''};`,
    `server_name ${name};`,
    ...(credentials.length === 0 ? ['ssl_reject_handshake on;'] : []),
    ...credentials.flatMap(({ certificateChain, key }, index) => [
      `ssl_certificate ${place.file(`${name}-${index}.pem`, certificateChain)};`,
      `ssl_certificate_key ${place.file(`${name}-${index}.key`, key)};`,
    ]),
    ...negotiationLines(options, place),
    ...clientLines(options, place),
    ...(options.lines ?? []),
    'location / { return 200 "lab"; }',
  ]
  return `server {\n    ${lines.join('\n    ')}\n  }`
}

function negotiationLines(options: NginxOptions, place: Place): readonly string[] {
  const { ciphersuites, groups, dhParameters, staple } = options
  return [
    `ssl_protocols ${versionsOf(options).join(' ')};`,
    `ssl_ciphers ${options.ciphers ?? 'DEFAULT:@SECLEVEL=0'};`,
    `ssl_prefer_server_ciphers ${options.preference === 'server' ? 'on' : 'off'};`,
    ...(ciphersuites === undefined ? [] : [`ssl_conf_command Ciphersuites ${ciphersuites};`]),
    ...(groups === undefined ? [] : [`ssl_ecdh_curve ${groups};`]),
    ...(dhParameters === undefined ? [] : [`ssl_dhparam ${place.file('dh.pem', dhParameters)};`]),
    ...(options.tickets === undefined ? [] : [`ssl_session_tickets ${options.tickets ? 'on' : 'off'};`]),
    ...(staple === undefined ? [] : ['ssl_stapling on;', `ssl_stapling_file ${place.file('staple.der', staple)};`]),
    ...(options.earlyData === true ? ['ssl_early_data on;'] : []),
  ]
}

function clientLines({ clients = 'none', clientCa }: NginxOptions, place: Place): readonly string[] {
  if (clients === 'none') return []
  if (clientCa === undefined) return ['ssl_verify_client optional_no_ca;']
  const ca = place.file('clients.pem', clientCa)
  return [
    `ssl_client_certificate ${ca};`,
    `ssl_verify_client ${clients === 'required' ? 'on' : 'optional'};`,
    'ssl_verify_depth 4;',
  ]
}

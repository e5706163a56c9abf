import { holesOf, type MakeOptions, type MakeServer, makeOf, rangeOf, refuse } from './make.ts'
import { type Place, startProcess } from './server-process.ts'

export const openssl = makeOf('OpenSSL s_server', 'openssl', 'openssl')

export interface OpensslOptions extends MakeOptions {
  /** Takes any client certificate: its verification is printed and not acted upon. */
  readonly anyClient?: boolean
  /** s_server's own switches, such as `-no_etm`. */
  readonly flags?: readonly string[]
}

/** OpenSSL's example server, which serves one connection at a time and answers GET alone. */
export function startOpenssl(options: OpensslOptions): Promise<MakeServer> {
  // It reads early data only where it does not answer HTTP; then it reads its own input, too, which is at its end.
  refuse('s_server', options, 'earlyData')
  return startProcess('s_server', (place) => ({
    program: 'openssl',
    args: [
      's_server',
      ...['-accept', `127.0.0.1:${place.port}`, '-www', '-quiet'],
      ...certificateFlags(options, place),
      ...versionFlags(options),
      ...negotiationFlags(options, place),
      ...clientFlags(options, place),
      ...(options.flags ?? []),
    ],
  }))
}

function certificateFlags({ certificates, sni, strictSni, staple }: MakeOptions, place: Place): readonly string[] {
  const [first, second, ...more] = certificates
  if (!first || more.length > 0) throw new Error('s_server takes one or two certificates')
  const pair = (name: string, { certificateChain, key }: { certificateChain: string; key: string }) => {
    const chain = place.file(`${name}.pem`, certificateChain)
    return { chain, key: place.file(`${name}.key`, key) }
  }
  const main = pair('first', first)
  const other = second && pair('second', second)
  const named = sni && pair('named', sni.credentials)
  return [
    ...['-cert', main.chain, '-key', main.key, '-cert_chain', main.chain],
    ...(other ? ['-dcert', other.chain, '-dkey', other.key, '-dcert_chain', other.chain] : []),
    ...(sni && named ? ['-servername', sni.name, '-cert2', named.chain, '-key2', named.key] : []),
    ...(strictSni === true ? ['-servername_fatal'] : []),
    ...(staple ? ['-status_file', place.file('staple.der', staple)] : []),
  ]
}

function versionFlags(options: MakeOptions): readonly string[] {
  const { min, max } = rangeOf(options)
  const flag = {
    SSLv3: '-no_ssl3',
    TLSv1: '-no_tls1',
    'TLSv1.1': '-no_tls1_1',
    'TLSv1.2': '-no_tls1_2',
    'TLSv1.3': '-no_tls1_3',
  }
  return ['-min_protocol', min, '-max_protocol', max, ...holesOf(options).map((version) => flag[version])]
}

function negotiationFlags(options: MakeOptions, place: Place): readonly string[] {
  return [
    ...['-cipher', options.ciphers ?? 'DEFAULT:@SECLEVEL=0'],
    ...(options.ciphersuites === undefined ? [] : ['-ciphersuites', options.ciphersuites]),
    ...(options.groups === undefined ? [] : ['-groups', options.groups]),
    ...(options.preference === 'server' ? ['-serverpref'] : []),
    ...(options.dhParameters === undefined ? [] : ['-dhparam', place.file('dh.pem', options.dhParameters)]),
    ...(options.alpn === undefined ? [] : ['-alpn', options.alpn.join(',')]),
    ...(options.tickets === false ? ['-no_ticket', '-num_tickets', '0', '-no_cache'] : []),
  ]
}

function clientFlags({ clients = 'none', clientCa, anyClient }: OpensslOptions, place: Place): readonly string[] {
  const none = ['-no-CAfile', '-no-CApath', '-no-CAstore']
  if (clients === 'none') return none
  return [
    ...none,
    ...[clients === 'required' ? '-Verify' : '-verify', '4'],
    ...(anyClient === true ? [] : ['-verify_return_error']),
    ...(clientCa === undefined ? [] : ['-CAfile', place.file('clients.pem', clientCa)]),
  ]
}

import { readFileSync } from 'node:fs'
import { type LabVersion, type MakeOptions, type MakeServer, makeOf, refuse, versionsOf } from './make.ts'
import { type Place, startProcess } from './server-process.ts'

export const erlang = makeOf('Erlang', 'erlang-base erlang-ssl', 'escript')

export interface ErlangOptions extends Omit<MakeOptions, 'ciphers' | 'ciphersuites' | 'groups'> {
  /** OpenSSL's names of suites of all versions, the best first. */
  readonly suites: readonly string[]
  /** Erlang's names of groups of TLS 1.3, the best first. */
  readonly supportedGroups?: readonly string[]
  /** Erlang's names of curves of TLS 1.2 and before, the best first. */
  readonly eccs?: readonly string[]
}

const program = readFileSync(new URL('./programs/server.escript', import.meta.url))

/** A small server of HTTP over Erlang's own TLS (the application ssl). It has one certificate for each name. */
export function startErlang(options: ErlangOptions): Promise<MakeServer> {
  refuse('Erlang', options, 'dhParameters', 'staple', 'earlyData', 'sni', 'strictSni')
  return startProcess('erlang', (place) => ({
    program: 'escript',
    args: [place.file('server.escript', program), String(place.port), place.file('options', terms(options, place))],
    // Schedulers that look out for work would take the machine's processors from the tests.
    env: { ERL_FLAGS: '+S 1 +sbwt none' },
  }))
}

const versionWord: Readonly<Record<LabVersion, string>> = {
  SSLv3: 'sslv3',
  TLSv1: 'tlsv1',
  'TLSv1.1': "'tlsv1.1'",
  'TLSv1.2': "'tlsv1.2'",
  'TLSv1.3': "'tlsv1.3'",
}

function terms(options: ErlangOptions, place: Place): string {
  const [main, ...more] = options.certificates
  if (!main || more.length > 0) throw new Error('Erlang is given one certificate')
  const { suites, supportedGroups, eccs, preference, tickets, alpn } = options
  const terms = [
    `{certfile, "${place.file('main.pem', main.certificateChain)}"}`,
    `{keyfile, "${place.file('main.key', main.key)}"}`,
    `{versions, [${versionsOf(options).map((version) => versionWord[version])}]}`,
    `{ciphers, "${suites.join(':')}"}`,
    `{honor_cipher_order, ${preference !== 'client'}}`,
    ...(supportedGroups === undefined ? [] : [`{supported_groups, [${supportedGroups}]}`]),
    ...(eccs === undefined ? [] : [`{eccs, [${eccs}]}`, `{honor_ecc_order, ${preference !== 'client'}}`]),
    ...(tickets === undefined ? [] : [`{session_tickets, ${tickets ? 'stateless' : 'disabled'}}`]),
    ...(alpn === undefined ? [] : [`{alpn_preferred_protocols, [${alpn.map((name) => `<<"${name}">>`)}]}`]),
    ...clientTerms(options, place),
  ]
  return `[${terms.join(',\n')}].\n`
}

function clientTerms({ clients = 'none', clientCa }: ErlangOptions, place: Place): readonly string[] {
  if (clients === 'none') return []
  if (clientCa === undefined) throw new Error('Erlang wants the CAs of its clients')
  return [
    '{verify, verify_peer}',
    `{fail_if_no_peer_cert, ${clients === 'required'}}`,
    `{cacertfile, "${place.file('clients.pem', clientCa)}"}`,
  ]
}

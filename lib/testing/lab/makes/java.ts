import { readFileSync } from 'node:fs'
import { type LabVersion, type MakeOptions, type MakeServer, makeOf, refuse, versionsOf } from './make.ts'
import { type Place, startProcess } from './server-process.ts'

/** A program of one source file is started by the compiler that it is of. */
export const java = makeOf('Java', 'default-jdk-headless', 'java', 'javac')

export interface JavaOptions extends Omit<MakeOptions, 'ciphers' | 'ciphersuites' | 'groups'> {
  /** Java's names of suites of all versions, the best first. */
  readonly suites: readonly string[]
  /** Java's names of groups. */
  readonly namedGroups: readonly string[]
}

const program = readFileSync(new URL('./programs/Server.java', import.meta.url))

/** HTTP over Java's JSSE. Nothing is disabled that the options name; tickets may not be told from the stateful kind. */
export function startJava(options: JavaOptions): Promise<MakeServer> {
  refuse('Java', options, 'dhParameters', 'staple', 'earlyData', 'sni', 'strictSni')
  return startProcess('java', (place) => ({
    program: 'java',
    args: [
      // What starts soonest.
      ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto'],
      `-Djava.security.properties=${place.file('security', 'jdk.tls.disabledAlgorithms=\njdk.tls.legacyAlgorithms=\n')}`,
      `-Djdk.tls.namedGroups=${options.namedGroups.join(',')}`,
      ...(options.tickets === undefined ? [] : [`-Djdk.tls.server.enableSessionTicketExtension=${options.tickets}`]),
      place.file('Server.java', program),
      place.file('settings', settings(options, place)),
    ],
  }))
}

const protocol: Readonly<Record<LabVersion, string>> = {
  SSLv3: 'SSLv3',
  TLSv1: 'TLSv1',
  'TLSv1.1': 'TLSv1.1',
  'TLSv1.2': 'TLSv1.2',
  'TLSv1.3': 'TLSv1.3',
}

function settings(options: JavaOptions, place: Place): string {
  for (const [index, { certificateChain, key }] of options.certificates.entries()) {
    place.file(`${index}.pem`, certificateChain)
    place.file(`${index}.key`, key)
  }
  const lines = {
    port: place.port,
    certificates: options.certificates.map((_, index) => index),
    suites: options.suites,
    protocols: versionsOf(options).map((version) => protocol[version]),
    alpn: options.alpn ?? [],
    preference: options.preference ?? 'server',
    clients: options.clients ?? 'none',
    clientCa: options.clientCa === undefined ? '' : place.file('clients', options.clientCa),
  }
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

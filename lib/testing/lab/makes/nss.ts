import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Credentials } from '../tls-server.ts'
import { getBinary } from './binaries.ts'
import { holesOf, type LabVersion, type MakeOptions, type MakeServer, makeOf, rangeOf } from './make.ts'
import { type Place, startProcess } from './server-process.ts'

export const nss = makeOf('NSS selfserv', 'libnss3-tools openssl', 'selfserv', 'certutil', 'pk12util', 'openssl')

export interface NssOptions
  extends Pick<MakeOptions, 'certificates' | 'versions' | 'clients' | 'clientCa' | 'tickets' | 'earlyData'> {
  /** Values of cipher suites; NSS' own defaults where left out. The order is NSS' own, always. */
  readonly suites?: readonly number[]
  /** NSS' names, such as P256, x25519, FF2048. */
  readonly namedGroups?: readonly string[]
  /** http/1.1 by ALPN */
  readonly http?: boolean
  /** selfserv's own switches, such as `-G`. */
  readonly flags?: readonly string[]
}

/**
 * NSS' example server, the one make here that still speaks SSL 3.0 (which it refuses beside TLS 1.3). It listens on
 * every address of the machine, and has no switch for a hole between versions. Its certificates need subjects of
 * their own: a database of NSS has one nickname for each subject.
 */
export function startNss(options: NssOptions): Promise<MakeServer> {
  if (holesOf(options).length > 0) throw new Error('selfserv has no switch for a hole between versions')
  const { min, max } = rangeOf(options)
  return startProcess('selfserv', (place) => ({
    program: 'selfserv',
    args: [
      ...['-d', `sql:${makeDatabase(options, place)}`, '-p', String(place.port)],
      ...['-V', `${versionWord[min]}:${versionWord[max]}`],
      ...options.certificates.flatMap((_, index) => [index === 0 ? '-n' : '-e', `lab${index}`]),
      ...(options.suites === undefined ? [] : ['-c', options.suites.map(suiteWord).join('')]),
      ...(options.namedGroups === undefined ? [] : ['-I', options.namedGroups.join(',')]),
      ...(options.http === true ? ['-Q'] : []),
      ...(options.tickets === true ? ['-u'] : []),
      ...(options.earlyData === true ? ['-Z'] : []),
      ...(options.clients === undefined || options.clients === 'none' ? [] : ['-r']),
      ...(options.clients === 'required' ? ['-r'] : []),
      ...(options.flags ?? []),
    ],
  }))
}

const versionWord: Readonly<Record<LabVersion, string>> = {
  SSLv3: 'ssl3',
  TLSv1: 'tls1.0',
  'TLSv1.1': 'tls1.1',
  'TLSv1.2': 'tls1.2',
  'TLSv1.3': 'tls1.3',
}

function suiteWord(value: number): string {
  return `:${value.toString(16).padStart(4, '0')}`
}

function makeDatabase(options: NssOptions, place: Place): string {
  const directory = join(place.directory, 'nss')
  mkdirSync(directory)
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync(getBinary(program), args, { stdio: 'pipe', env: { NODE_ENV: 'test', HOME: place.directory } })
  run('certutil', '-N', '-d', `sql:${directory}`, '--empty-password')
  for (const [index, credentials] of options.certificates.entries()) {
    const bundle = bundleOf(credentials, place, `lab${index}`)
    run('pk12util', '-i', bundle, '-d', `sql:${directory}`, '-K', '', '-W', 'lab')
  }
  if (options.clientCa !== undefined)
    run(
      'certutil',
      '-A',
      '-n',
      'clients',
      '-t',
      'T,,',
      '-a',
      '-i',
      place.file('ca.pem', options.clientCa),
      '-d',
      `sql:${directory}`,
    )
  return directory
}

function bundleOf({ certificateChain, key }: Credentials, place: Place, name: string): string {
  const path = join(place.directory, `${name}.p12`)
  execFileSync(
    getBinary('openssl'),
    [
      ...['pkcs12', '-export', '-out', path, '-name', name, '-passout', 'pass:lab'],
      ...['-in', place.file(`${name}.pem`, certificateChain), '-inkey', place.file(`${name}.key`, key)],
    ],
    { stdio: 'pipe' },
  )
  return path
}

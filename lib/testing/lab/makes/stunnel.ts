import { holesOf, type LabVersion, type MakeOptions, type MakeServer, makeOf, rangeOf, refuse } from './make.ts'
import { type Place, startProcess } from './server-process.ts'

export const stunnel = makeOf('stunnel', 'stunnel4', 'stunnel')

export interface StunnelOptions extends MakeOptions {
  /** Its own STARTTLS prelude in front. */
  readonly protocol?: 'smtp' | 'imap' | 'pop3' | 'pgsql'
  /** What the program behind it says first. */
  readonly greeting?: string
  /** What it does after that, in lines of the shell; it echoes where absent. */
  readonly behind?: readonly string[]
  /** Lines for the service. */
  readonly lines?: readonly string[]
}

/** stunnel before a small program. It has one certificate for each name. */
export function startStunnel(options: StunnelOptions): Promise<MakeServer> {
  refuse('stunnel', options, 'alpn', 'staple', 'earlyData')
  return startProcess('stunnel', (place) => ({
    program: 'stunnel',
    args: [place.file('stunnel.conf', configuration(options, place))],
  }))
}

function configuration(options: StunnelOptions, place: Place): string {
  const [main, ...more] = options.certificates
  if (!main || more.length > 0) throw new Error('stunnel has one certificate for each name')
  const said = options.greeting === undefined ? [] : [`printf '%s\\r\\n' '${options.greeting}'`]
  const program = [...said, ...(options.behind ?? ['exec cat']), ''].join('\n')
  const backend = ['exec = /bin/sh', `execArgs = sh ${place.file('behind.sh', program)}`]
  return [
    'foreground = quiet',
    'syslog = no',
    'pid =',
    '[lab]',
    `accept = 127.0.0.1:${place.port}`,
    ...(options.protocol ? [`protocol = ${options.protocol}`] : []),
    ...backend,
    ...serviceLines(options, place, 'main', main),
    ...(options.sni
      ? [
          '[named]',
          `sni = lab:${options.sni.name}`,
          ...backend,
          ...serviceLines(options, place, 'named', options.sni.credentials),
        ]
      : []),
    '',
  ].join('\n')
}

function serviceLines(
  options: StunnelOptions,
  place: Place,
  name: string,
  { certificateChain, key }: { readonly certificateChain: string; readonly key: string },
): readonly string[] {
  const { min, max } = rangeOf(options)
  return [
    `cert = ${place.file(`${name}.pem`, certificateChain + (options.dhParameters ?? ''))}`,
    `key = ${place.file(`${name}.key`, key)}`,
    `sslVersionMin = ${min}`,
    `sslVersionMax = ${max}`,
    ...holesOf(options).map((version) => `options = NO_${noOption[version]}`),
    'securityLevel = 0',
    `ciphers = ${options.ciphers ?? 'DEFAULT'}`,
    ...(options.ciphersuites === undefined ? [] : [`ciphersuites = ${options.ciphersuites}`]),
    ...(options.groups === undefined ? [] : [`curves = ${options.groups}`]),
    ...(options.preference === 'server' ? ['options = CIPHER_SERVER_PREFERENCE'] : []),
    ...(options.preference === 'client' ? ['options = -CIPHER_SERVER_PREFERENCE'] : []),
    ...(options.tickets === false ? ['options = NO_TICKET'] : []),
    ...clientLines(options, place, name),
    ...(options.lines ?? []),
  ]
}

const noOption: Readonly<Record<LabVersion, string>> = {
  SSLv3: 'SSLv3',
  TLSv1: 'TLSv1',
  'TLSv1.1': 'TLSv1_1',
  'TLSv1.2': 'TLSv1_2',
  'TLSv1.3': 'TLSv1_3',
}

function clientLines({ clients = 'none', clientCa }: StunnelOptions, place: Place, name: string): readonly string[] {
  if (clients === 'none') return []
  return [
    ...(clientCa === undefined ? [] : [`CAfile = ${place.file(`${name}-clients.pem`, clientCa)}`, 'verifyChain = yes']),
    ...(clients === 'required' ? ['requireCert = yes'] : []),
  ]
}

import { holesOf, type LabVersion, type MakeOptions, type MakeServer, makeOf, rangeOf } from './make.ts'
import { type Place, startProcess } from './server-process.ts'

export const haproxy = makeOf('HAProxy', 'haproxy', 'haproxy')

/** HAProxy in front of nothing: it answers every request with 200. */
export function startHaproxy(options: MakeOptions): Promise<MakeServer> {
  return startProcess('haproxy', (place) => ({
    program: 'haproxy',
    args: ['-db', '-q', '-f', place.file('haproxy.cfg', configuration(options, place))],
  }))
}

function configuration(options: MakeOptions, place: Place): string {
  const { dhParameters } = options
  return `
global
  nbthread 1
  ${dhParameters === undefined ? '' : `ssl-dh-param-file ${place.file('dh.pem', dhParameters)}`}
defaults
  mode http
  timeout client 30s
  timeout connect 5s
  timeout server 30s
frontend lab
  bind 127.0.0.1:${place.port} ssl ${[...certificateWords(options, place), ...negotiationWords(options), ...clientWords(options, place)].join(' ')}
  http-request return status 200 content-type text/plain string lab
`
}

function certificateWords({ certificates, sni, strictSni, staple }: MakeOptions, place: Place): readonly string[] {
  const files = certificates.map(({ certificateChain, key }, index) => {
    const path = place.file(`service-${index}.pem`, certificateChain + key)
    // HAProxy finds the staple beside the certificate.
    if (staple && index === 0) place.file('service-0.pem.ocsp', staple)
    return path
  })
  const named = sni ? [place.file('named.pem', sni.credentials.certificateChain + sni.credentials.key)] : []
  return [...files, ...named].flatMap((path) => ['crt', path]).concat(strictSni === true ? ['strict-sni'] : [])
}

function negotiationWords(options: MakeOptions): readonly string[] {
  const { min, max } = rangeOf(options)
  return [
    ...['ssl-min-ver', versionWord(min), 'ssl-max-ver', versionWord(max)],
    ...holesOf(options).map((version) => `no-${versionWord(version).toLowerCase().replace('.', '')}`),
    ...['ciphers', options.ciphers ?? 'DEFAULT:@SECLEVEL=0'],
    ...(options.ciphersuites === undefined ? [] : ['ciphersuites', options.ciphersuites]),
    ...(options.groups === undefined ? [] : ['curves', options.groups]),
    ...(options.preference === 'client' ? ['prefer-client-ciphers'] : []),
    ...(options.alpn === undefined ? [] : ['alpn', options.alpn.join(',')]),
    ...(options.tickets === false ? ['no-tls-tickets'] : []),
    ...(options.earlyData === true ? ['allow-0rtt'] : []),
  ]
}

function versionWord(version: LabVersion): string {
  return version === 'TLSv1' ? 'TLSv1.0' : version
}

function clientWords({ clients = 'none', clientCa }: MakeOptions, place: Place): readonly string[] {
  if (clients === 'none') return []
  if (clientCa === undefined) throw new Error('HAProxy wants the CAs of its clients')
  return ['verify', clients, 'ca-file', place.file('clients.pem', clientCa)]
}

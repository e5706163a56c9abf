import { certificates, clientAuthority, otherName, serviceName } from '../lab/cases/credentials.ts'
import { type GnutlsOptions, gnutls, startGnutls } from '../lab/makes/gnutls.ts'
import { haproxy } from '../lab/makes/haproxy.ts'
import { startProcess } from '../lab/makes/server-process.ts'
import type { Subject } from './subject.ts'

const all = '+AES-128-GCM:+AES-128-CBC:+AEAD:+SHA1:+SHA256'

/** Odd servers of other makes. */
export const oddOther: readonly Subject[] = [
  ofGnutls('odd-gnutls-anonymous', {
    versions: ['TLSv1.2'],
    priority: `NONE:${all}:+ANON-DH:+ANON-ECDH:+GROUP-ALL:+SIGN-ALL:+CTYPE-SRV-X509`,
  }),
  ofGnutls('odd-gnutls-without-extensions', {
    versions: ['TLSv1', 'TLSv1.1', 'TLSv1.2'],
    priority: `NONE:${all}:+RSA:+ECDHE-RSA:+GROUP-ALL:+SIGN-ALL:+CTYPE-SRV-X509:%DISABLE_SAFE_RENEGOTIATION:%NO_ETM:%NO_SESSION_HASH`,
    tickets: false,
  }),
  ofGnutls('odd-gnutls-finite-fields', {
    versions: ['TLSv1.2', 'TLSv1.3'],
    priority: `NONE:${all}:+DHE-RSA:+GROUP-FFDHE2048:+GROUP-FFDHE8192:+SIGN-ALL:+CTYPE-SRV-X509`,
  }),
  ofGnutls('odd-gnutls-ccm', {
    versions: ['TLSv1.2', 'TLSv1.3'],
    priority:
      'NONE:+AES-128-CCM:+AES-256-CCM-8:+AES-128-CCM-8:+AEAD:+ECDHE-ECDSA:+RSA:+ECDHE-RSA:+GROUP-ALL:+SIGN-ALL:+CTYPE-SRV-X509',
  }),
  ofGnutls('odd-gnutls-force-etm', {
    versions: ['TLSv1.2'],
    priority: `NONE:+AES-128-CBC:+SHA1:+ECDHE-RSA:+GROUP-ALL:+SIGN-ALL:+CTYPE-SRV-X509:%FORCE_ETM`,
  }),
  byName('odd-mtls-by-name', `verify required ca-file @ca ssl-min-ver TLSv1.3`),
  byName('odd-version-by-name', `ssl-max-ver TLSv1.2 alpn h2`),
]

function ofGnutls(name: string, options: Omit<GnutlsOptions, 'certificates'>): Subject {
  const start = () => startGnutls({ certificates: [certificates.rsa(), certificates.ecdsa()], ...options })
  return { name, make: gnutls, transport: 'tls', start }
}

/** HAProxy with words of their own for the name that is asked for; `@ca` is the CA of the clients. */
function byName(name: string, words: string): Subject {
  return {
    name,
    make: haproxy,
    transport: 'tls',
    start: () =>
      startProcess(name, (place) => {
        const file = (which: 'rsa' | 'other-name') =>
          place.file(`${which}.pem`, certificates[which]().certificateChain + certificates[which]().key)
        const own = words.replace('@ca', place.file('ca.pem', clientAuthority().pem))
        const list = place.file('list', `${file('other-name')} ${otherName}\n${file('rsa')} [${own}] ${serviceName}\n`)
        const bind = `bind 127.0.0.1:${place.port} ssl crt-list ${list} ssl-min-ver TLSv1.2 ciphers DEFAULT:@SECLEVEL=0`
        const lines = ['defaults', 'mode http', 'timeout client 30s', 'timeout connect 5s', 'timeout server 30s']
        const frontend = ['frontend lab', bind, 'http-request return status 200 content-type text/plain string lab']
        return {
          program: 'haproxy',
          args: ['-db', '-q', '-f', place.file('cfg', `${[...lines, ...frontend].join('\n')}\n`)],
        }
      }),
  }
}

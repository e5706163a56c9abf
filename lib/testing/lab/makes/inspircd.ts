import { type MakeOptions, type MakeServer, makeOf } from './make.ts'
import { startProcess } from './server-process.ts'

/** Debian's modules lie here whatever the processor. */
const modules = '/usr/lib/inspircd/modules'

export const inspircd = makeOf('InspIRCd', 'inspircd', 'inspircd')

export interface InspircdOptions extends Pick<MakeOptions, 'certificates'> {
  /** A GnuTLS priority string; NORMAL. */
  readonly priority?: string
}

/** IRC with the STARTTLS of IRCv3, by GnuTLS. */
export function startInspircd({ certificates, priority = 'NORMAL' }: InspircdOptions): Promise<MakeServer> {
  const [main, ...more] = certificates
  if (!main || more.length > 0) throw new Error('InspIRCd has one certificate here')
  return startProcess('inspircd', (place) => {
    const { directory } = place
    const files = `certfile="${place.file('server.pem', main.certificateChain)}" keyfile="${place.file('server.key', main.key)}"`
    const lines = [
      '<server name="lab.test" description="lab" id="1LA" network="lab">',
      '<admin name="lab" nick="lab" email="lab@lab.test">',
      `<bind address="127.0.0.1" port="${place.port}" type="clients">`,
      `<pid file="${directory}/inspircd.pid">`,
      `<path configdir="${directory}" datadir="${directory}" logdir="${directory}" moduledir="${modules}">`,
      '<connect allow="*" resolvehostnames="no" timeout="30">',
      '<module name="ssl_gnutls">',
      `<sslprofile name="lab" provider="gnutls" ${files} priority="${priority}">`,
      '<module name="cap">',
      '<module name="starttls">',
      '<starttls sslprofile="lab">',
      '',
    ]
    return {
      program: 'inspircd',
      args: ['--nofork', '--runasroot', `--config=${place.file('inspircd.conf', lines.join('\n'))}`],
    }
  })
}

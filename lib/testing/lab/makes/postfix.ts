import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Make, type MakeOptions, type MakeServer, makeOf, rangeOf } from './make.ts'
import { type Place, startProcess } from './server-process.ts'

const master = '/usr/lib/postfix/sbin/master'
const ofPostfix = ['queue/private', 'queue/public']
const installed = makeOf('Postfix', 'postfix', 'postfix')

/** Postfix wants to be started by root, for its parts run as users of their own. */
export const postfix: Make = { ...installed, available: () => process.getuid?.() === 0 && installed.available() }

export type PostfixOptions = Pick<
  MakeOptions,
  'certificates' | 'versions' | 'ciphers' | 'preference' | 'clients' | 'clientCa'
>

/** SMTP with STARTTLS: a smtpd of its own for connections at once. An RSA and an ECDSA certificate may stand side by side. */
export function startPostfix(options: PostfixOptions): Promise<MakeServer> {
  return startProcess('postfix', (place) => {
    const { directory } = place
    for (const folder of ['data', 'etc', 'queue', 'queue/pid', ...ofPostfix]) mkdirSync(join(directory, folder))
    // Its users have to come through.
    chmodSync(directory, 0o755)
    for (const folder of ['data', ...ofPostfix]) execFileSync('chown', ['postfix', join(directory, folder)])
    const configuration = [
      place.file('etc/main.cf', mainSettings(options, place)),
      place.file('etc/master.cf', services(place.port)),
    ]
    for (const path of configuration) chmodSync(path, 0o644)
    // In place of `postfix start-fg`, which takes seconds to look after files that are not here.
    const configurationFolder = join(directory, 'etc')
    return { program: master, args: ['-c', configurationFolder, '-s'], env: { MAIL_CONFIG: configurationFolder } }
  })
}

function mainSettings(options: PostfixOptions, place: Place): string {
  const { min, max } = rangeOf(options)
  const chains = options.certificates.map(({ certificateChain, key }, index) =>
    place.file(`chain-${index}.pem`, key + certificateChain),
  )
  const settings = {
    compatibility_level: '3.6',
    queue_directory: `${place.directory}/queue`,
    data_directory: `${place.directory}/data`,
    // Not the standard output: that may be a socket, which cannot be opened by name.
    maillog_file: `${place.directory}/data/log`,
    maillog_file_prefixes: place.directory,
    myhostname: 'lab.test',
    inet_interfaces: '127.0.0.1',
    alias_maps: '',
    alias_database: '',
    local_recipient_maps: '',
    // Certificates are required only where TLS is.
    smtpd_tls_security_level: options.clients === 'required' ? 'encrypt' : 'may',
    smtpd_tls_ask_ccert: options.clients === 'optional' ? 'yes' : 'no',
    smtpd_tls_req_ccert: options.clients === 'required' ? 'yes' : 'no',
    ...(options.clientCa === undefined ? {} : { smtpd_tls_CAfile: place.file('clients.pem', options.clientCa) }),
    smtpd_tls_chain_files: chains.join(', '),
    smtpd_tls_protocols: `>=${min}, <=${max}`,
    smtpd_tls_mandatory_protocols: `>=${min}, <=${max}`,
    tls_preempt_cipherlist: options.preference === 'server' ? 'yes' : 'no',
    ...(options.ciphers === undefined ? {} : { tls_medium_cipherlist: options.ciphers }),
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('')
}

function services(port: number): string {
  return `
127.0.0.1:${port} inet n - n - - smtpd
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
`
}

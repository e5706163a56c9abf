import { type MakeOptions, type MakeServer, makeOf } from './make.ts'
import { startProcess } from './server-process.ts'

export const vsftpd = makeOf('vsftpd', 'vsftpd', 'vsftpd')

/** FTP with AUTH TLS: a process for each connection. It picks versions and groups by itself. */
export function startVsftpd({
  certificates,
  ciphers,
}: Pick<MakeOptions, 'certificates' | 'ciphers'>): Promise<MakeServer> {
  const [main, ...more] = certificates
  if (!main || more.length > 0) throw new Error('vsftpd has one certificate')
  return startProcess('vsftpd', (place) => {
    const settings = {
      listen: 'YES',
      listen_address: '127.0.0.1',
      listen_port: place.port,
      background: 'NO',
      run_as_launching_user: 'YES',
      anonymous_enable: 'YES',
      seccomp_sandbox: 'NO',
      xferlog_enable: 'NO',
      secure_chroot_dir: place.directory,
      ssl_enable: 'YES',
      allow_anon_ssl: 'YES',
      ssl_ciphers: ciphers ?? 'HIGH',
      rsa_cert_file: place.file('server.pem', main.certificateChain),
      rsa_private_key_file: place.file('server.key', main.key),
    }
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
    return { program: 'vsftpd', args: [place.file('vsftpd.conf', lines.join(''))] }
  })
}

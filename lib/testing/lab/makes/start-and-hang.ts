import { certificates } from '../cases/credentials.ts'
import { startProcess } from './server-process.ts'

// A process that starts a server and never ends it: prints port and directory, and waits to be killed.
let directory = ''
const server = await startProcess('orphan', (place) => {
  directory = place.directory
  const { certificateChain, key } = certificates.ecdsa()
  const files = ['-cert', place.file('a.pem', certificateChain), '-key', place.file('a.key', key)]
  return { program: 'openssl', args: ['s_server', '-accept', `127.0.0.1:${place.port}`, '-www', '-quiet', ...files] }
})
process.stdout.write(`${server.port} ${directory}\n`)
setInterval(() => {}, 60_000)

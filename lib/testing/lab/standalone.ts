import { createRoot } from '#lib/testing/certificates.ts'
import { startTlsServer } from './tls-server.ts'

// A TLS server in a process of its own, so that a measurement of the client's CPU holds none of the server's.
// Prints its port, and ends when its standard input does.
const root = createRoot()
const issuing = root.intermediate()
const leaf = issuing.issue({ dns: ['service.test'] })
const server = await startTlsServer({ certificateChain: leaf.pem + issuing.pem, key: leaf.keyPem })
process.stdout.write(`${JSON.stringify({ port: server.port, root: root.der.toString('base64') })}\n`)
process.stdin.on('end', () => void server.close()).resume()

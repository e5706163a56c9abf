import { createServer } from 'node:tls'
import { createRoot } from '#lib/testing/certificates.ts'
import { serveUntilStdinEnds } from './serve-until-stdin-ends.ts'

// Child process: COUNT servers as Node makes them (TLS 1.2 and 1.3), on ports of their own, each with a leaf and a key of
// its own under one intermediate that they send.
const count = Number(process.argv[2])
const root = createRoot()
const issuing = root.intermediate()
const ports: number[] = []
for (let index = 0; index < count; index += 1) {
  const leaf = issuing.issue({ dns: [`s${index}.test`] })
  const server = createServer({
    cert: leaf.pem + issuing.pem,
    key: leaf.keyPem,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['h2', 'http/1.1'],
    honorCipherOrder: true,
  })
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  server.on('secureConnection', (socket) => socket.on('error', () => socket.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 2048, resolve))
  const address = server.address()
  if (address !== null && typeof address !== 'string') ports.push(address.port)
}
serveUntilStdinEnds({ ports, root: root.der.toString('base64') })

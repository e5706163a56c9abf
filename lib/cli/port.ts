import { createServer } from 'node:net'

/** Another program listens where the pages are to be served. */
export class PortInUse extends Error {
  constructor(port: number) {
    super(`Port ${port} is taken by another program. Stop that one, or choose another: PORT=${port + 1} npm start`)
    this.name = 'PortInUse'
  }
}

/** The port to serve at: the one given, or a free one for 0. Throws `PortInUse`. */
export async function settlePort(port: number, hostname: string): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) =>
      reject('code' in error && error.code === 'EADDRINUSE' ? new PortInUse(port) : error),
    )
    server.listen(port, hostname, () => {
      const address = server.address()
      const settled = address && typeof address === 'object' ? address.port : port
      server.close(() => resolve(settled))
    })
  })
}

import type { TLSSocket } from 'node:tls'

/** What a lab server speaks over TLS: a minimal HTTP/1.1, an HTTP/2 that is only announced, or nothing at all. */
export type Application = 'http' | 'h2' | 'silent'

export const applications: Readonly<Record<Application, (socket: TLSSocket, status: 200 | 400) => void>> = {
  http: answerHead,
  h2: (socket, status) => (socket.alpnProtocol === 'h2' ? void socket.resume() : answerHead(socket, status)),
  silent: (socket) => void socket.resume(),
}

function answerHead(socket: TLSSocket, status: 200 | 400): void {
  let received = ''
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1')
    if (!received.includes('\r\n\r\n')) return
    // As nginx words it.
    const page = status === 200 ? '' : '<center>No required SSL certificate was sent</center>'
    const head = `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Bad Request'}\r\nContent-Length: ${page.length}\r\n`
    socket.end(`${head}Connection: close\r\n\r\n${received.startsWith('HEAD ') ? '' : page}`)
  })
}

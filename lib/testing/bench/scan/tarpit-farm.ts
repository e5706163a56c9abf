import { createServer } from 'node:net'
import { serveUntilStdinEnds } from './serve-until-stdin-ends.ts'

// Child process: one port that takes any number of connections and never says a word.
const server = createServer((socket) => {
  socket.on('error', () => socket.destroy())
  socket.resume()
})
server.listen(0, '127.0.0.1', 16_384, () => {
  const address = server.address()
  serveUntilStdinEnds({ ports: address !== null && typeof address !== 'string' ? [address.port] : [], root: '' })
})

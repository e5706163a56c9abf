import { createServer } from 'node:net'

// Child process: COUNT... listens on one port and never says a word. Prints {port}; serves until standard input ends.
const server = createServer((socket) => {
  socket.on('error', () => socket.destroy())
  socket.resume()
})
server.listen(0, '127.0.0.1', 16_384, () => {
  const address = server.address()
  if (address !== null && typeof address !== 'string') process.stdout.write(`${JSON.stringify({ port: address.port })}\n`)
})
process.stdin.resume().on('end', () => process.exit(0))

import { afterEach, expect, it } from 'vitest'
import { type LabServer, listen } from '#lib/testing/lab/tls-server.ts'
import type { Conversation } from '#lib/tls/conversation.ts'
import { Flight } from '#lib/tls/flight.ts'
import { ByteBudget } from './byte-budget.ts'
import { defaultTimeouts } from './limits.ts'
import { talk } from './talk.ts'

const servers: LabServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

it('a fault of our own in the middle of a conversation costs that one, and not the process', async () => {
  const closed = Promise.withResolvers<void>()
  const server = await listen({}, (socket) => {
    socket.on('close', closed.resolve).resume()
    socket.write(Buffer.of(0x16, 3, 3))
  })
  servers.push(server)
  const conversation: Conversation = {
    flight: new Flight(),
    over: false,
    begin: () => Buffer.of(0x16),
    receive: () => {
      throw new TypeError('a bug')
    },
  }
  const target = { host: server.address, port: server.port, serverName: '', transport: 'tls' } as const
  const budget = new ByteBudget(1000)
  const reach = { ip: server.address, target, timeouts: defaultTimeouts, budget, signal: undefined }
  await expect(talk(reach, conversation)).rejects.toThrow('a bug')
  await closed.promise
})

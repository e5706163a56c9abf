import { expect, it } from 'vitest'
import { ScriptedTls13Server } from '#lib/testing/tls/scripted-tls13-server.ts'
import { clientHello, maxTokenBytes, type Offer, plainRecord } from './client-hello.ts'
import { Handshake } from './handshake.ts'
import { MessageJoiner } from './handshake-messages.ts'
import { RecordSplitter } from './records.ts'

const offer: Offer = {
  legacyVersion: 0x0303,
  versions: [0x0304],
  suites: [0x1301],
  serverName: '',
  groups: [29, 23],
  signatureSchemes: [0x0403],
}

it('a hello that is longer than a record goes into several (RFC 8446 5.1)', () => {
  const hello = clientHello({ ...offer, sessionTicket: new Uint8Array(maxTokenBytes) })
  const records = [...new RecordSplitter().push(plainRecord(hello))].map(({ body }) => body)
  expect(records.map(({ length }) => length)).toEqual([16384, 16384, hello.length - 2 * 16384])
  const joiner = new MessageJoiner()
  const messages = records.flatMap((body) => [...joiner.push(body)].map(({ raw }) => Buffer.from(raw)))
  expect(messages).toEqual([hello])
})

it.each([20_000, maxTokenBytes + 1, 65_300])('a cookie of %i bytes throws nothing', (bytes) => {
  const session = new Handshake({ offer, shareGroups: [23], credential: null, until: 'finished' })
  const server = new ScriptedTls13Server(session.begin())
  const retry = server.retryRequest({ cookie: Buffer.alloc(bytes) })
  // As records may carry it: a retry in one record would be too long.
  const message = retry.subarray(5)
  const answer = session.receive(plainRecord(message, 0x0303))
  if (bytes <= maxTokenBytes) expect(answer?.length).toBeGreaterThan(bytes)
  else expect(session.flight.problem).toBe(`a cookie of ${bytes} bytes`)
})

import { expect, it } from 'vitest'
import { ConnectingAsker } from './asker.ts'
import { notMade } from './attempt.ts'
import { ByteBudget } from './byte-budget.ts'
import { defaultTimeouts } from './limits.ts'
import { fullOffer } from './offers.ts'
import { SeenCertificates } from './seen-certificates.ts'

it('says why a question is not asked any more, and opens no connection for it', async () => {
  const target = { host: 'service.test', port: 443, serverName: 'service.test', transport: 'tls' } as const
  const budget = new ByteBudget(0)
  const reach = { ip: '127.0.0.1', target, timeouts: defaultTimeouts, budget, signal: undefined }
  const offer = fullOffer(target)
  const attempt = { ...notMade('address-budget'), outcome: { kind: 'handshake' } } as const
  const first = { attempt, options: { offer, shareGroups: [], until: 'finished' }, connections: 1 } as const
  const asker = new ConnectingAsker({ reach, first, certificates: new SeenCertificates() })
  expect(await asker.ask(offer)).toEqual({ kind: 'failed', reason: 'address-budget' })
  expect((await asker.handshake({})).outcome).toEqual({ kind: 'address-budget' })
  expect(asker.connections).toBe(1)
})

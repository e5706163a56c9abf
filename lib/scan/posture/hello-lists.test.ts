import { expect, test } from 'vitest'
import type { Asker } from '../ask.ts'
import { groupsOf } from './candidates.ts'
import { Elimination } from './elimination.ts'
import { Evidence } from './evidence.ts'
import { ListProbe } from './list-probe.ts'
import { Tolerances } from './tolerances.ts'

const silent: Pick<Asker, 'ask'> = { ask: () => Promise.resolve({ kind: 'failed', reason: 'timeout' }) }

function probeOf(version: 'TLSv1.2' | 'TLSv1.3'): ListProbe {
  const asker: Asker = {
    ...silent,
    askSsl2: () => Promise.reject(new Error('not asked')),
    handshake: () => Promise.reject(new Error('not asked')),
    beganToRefuse: false,
    connections: 1,
  }
  const lists = {
    suites: new Elimination([0x1301, 0xc02f]),
    groups: new Elimination(groupsOf(version)),
    schemes: new Elimination<number>([]),
    alpn: new Elimination(['h2', 'http/1.1']),
  }
  const options = { version, serverName: 'service.test', evidence: new Evidence(), tolerances: new Tolerances() }
  return new ListProbe({ ...options, asker, lists, usualAlpn: [] })
}

// A choice keeps the lists that it was made from, and whose order decides is told by all choices.
test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'lists that were offered stay as they were when more is found, %s',
  (version) => {
    const probe = probeOf(version)
    const { groups, alpn } = probe.lists
    groups.admit(30)
    alpn.admit('h2')
    const offered = probe.acceptedLists()
    groups.admit(29)
    alpn.admit('http/1.1')
    expect(offered).toMatchObject({ groups: [30], alpn: ['h2'] })
  },
)

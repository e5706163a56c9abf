import { describe, expect, it } from 'vitest'
import type { Outcome } from '#lib/tls/observation.ts'
import { Conduct, systemClock, type TryEnd, tryEnd } from './retry.ts'

/** A server by the ends of its connections in turn, the last one for ever; a clock that only waits move. */
function scene(
  ends: readonly TryEnd[],
  { confirmed = 'answered', untilMs = 60_000, tryMs = 0, random = 0 }: Partial<Scene> = {},
) {
  const pauses: number[] = []
  const counted = { tries: 0, confirmations: 0 }
  let nowMs = 0
  const conduct = new Conduct({
    clock: {
      nowMs: () => nowMs,
      random: () => random,
      sleep: async (ms) => {
        pauses.push(ms)
        nowMs += ms
      },
    },
    untilMs,
    exhausted: () => false,
    confirm: async () => {
      const all = typeof confirmed === 'string' ? [confirmed] : confirmed
      counted.confirmations += 1
      return all[Math.min(counted.confirmations, all.length) - 1] ?? 'answered'
    },
  })
  const once = async () => {
    nowMs += tryMs
    const end = ends[Math.min(counted.tries, ends.length - 1)] ?? 'answered'
    counted.tries += 1
    return end
  }
  return { conduct, pauses, counted, once, ask: () => conduct.ask(once, (end) => end) }
}

interface Scene {
  readonly confirmed: TryEnd | readonly TryEnd[]
  readonly untilMs: number
  readonly tryMs: number
  readonly random: number
}

describe('one question', () => {
  it.each<[TryEnd[], TryEnd, number[]]>([
    [['answered'], 'answered', []],
    [['other'], 'other', []],
    [['timeout', 'answered'], 'answered', [250]],
    [['timeout', 'timeout', 'answered'], 'timeout', [250]],
    [['dropped', 'answered'], 'answered', [250]],
    [['dropped', 'dropped', 'answered'], 'answered', [250, 1000]],
    [['timeout', 'dropped', 'answered'], 'answered', [250, 1000]],
    [['dropped', 'timeout', 'answered'], 'timeout', [250]],
  ])('%j comes to %s after pauses of %j ms', async (ends, last, waits) => {
    const { ask, pauses, counted } = scene(ends)
    expect(await ask()).toBe(last)
    expect(pauses).toEqual(waits)
    expect(counted).toEqual({ tries: waits.length + 1, confirmations: 0 })
  })

  it('is tried three times at most, with pauses that are longer by a quarter at most', async () => {
    const { ask, pauses, counted } = scene(['dropped'], { random: 1 })
    expect(await ask()).toBe('dropped')
    expect(counted.tries).toBe(3)
    expect(pauses.slice(0, 2)).toEqual([312.5, 1250])
  })
})

describe('a server that has answered before', () => {
  it('is asked its first hello again after three tries without an answer, and asked on where it answers that', async () => {
    const { ask, conduct, counted } = scene(['dropped', 'dropped', 'dropped', 'answered'])
    expect(await ask()).toBe('dropped')
    expect(counted).toEqual({ tries: 3, confirmations: 1 })
    expect(conduct.beganToRefuse).toBe(false)
    expect(await ask()).toBe('answered')
    expect(counted.confirmations).toBe(1)
  })

  it.each<TryEnd>(['dropped', 'timeout', 'other'])(
    'has begun to refuse where that comes to %s, and is left alone',
    async (confirmed) => {
      const { ask, conduct, counted } = scene(['dropped'], { confirmed })
      expect(await ask()).toBe('began-to-refuse')
      expect(conduct.beganToRefuse).toBe(true)
      const { tries } = counted
      expect(await ask()).toBe('began-to-refuse')
      expect(counted).toEqual({ tries, confirmations: 1 })
    },
  )

  it('is doubted for tries in a row over several questions', async () => {
    const { ask, counted } = scene(['other', 'timeout', 'timeout', 'answered'], { confirmed: 'dropped' })
    expect(await ask()).toBe('other')
    expect(await ask()).toBe('began-to-refuse')
    expect(counted).toEqual({ tries: 3, confirmations: 1 })
  })

  it('that says no by hanging up is not asked each question again and again', async () => {
    const { ask, counted } = scene(['dropped'])
    for (const tries of [3, 6, 7, 8]) {
      expect(await ask()).toBe('dropped')
      expect(counted.tries).toBe(tries)
    }
  })

  it('is not doubted where answers come in between', async () => {
    const { ask, counted } = scene([
      'timeout',
      'answered',
      'dropped',
      'dropped',
      'answered',
      'timeout',
      'timeout',
      'answered',
    ])
    for (const last of ['answered', 'answered', 'timeout', 'answered']) expect(await ask()).toBe(last)
    expect(counted.confirmations).toBe(0)
  })
})

describe('the time for an address', () => {
  it('is not exceeded by a pause', async () => {
    const { ask, pauses } = scene(['dropped'], { untilMs: 1000 })
    expect(await ask()).toBe('dropped')
    expect(pauses).toEqual([250])
  })

  it('is not exceeded by a question or a confirmation', async () => {
    const { ask, counted } = scene(['dropped'], { untilMs: 1000, tryMs: 400 })
    expect(await ask()).toBe('dropped')
    expect(counted).toEqual({ tries: 2, confirmations: 0 })
    expect(await ask()).toBe('address-budget')
    expect(counted.tries).toBe(2)
  })
})

it.each<[Outcome | null, boolean, TryEnd]>([
  [null, false, 'answered'],
  [{ kind: 'alert', code: 40, name: 'handshake_failure' }, false, 'answered'],
  [{ kind: 'alert', code: 80, name: 'internal_error' }, false, 'troubled'],
  [{ kind: 'alert', code: 90, name: 'user_canceled' }, false, 'dropped'],
  [{ kind: 'reset', during: 'handshake' }, true, 'answered'],
  [{ kind: 'reset', during: 'handshake' }, false, 'dropped'],
  [{ kind: 'closed', during: 'starttls' }, false, 'dropped'],
  [{ kind: 'refused' }, false, 'dropped'],
  [{ kind: 'timeout', during: 'connect' }, false, 'timeout'],
  [{ kind: 'starttls-refused', reason: 'turned-away', temporary: true, reply: '421' }, false, 'dropped'],
  [{ kind: 'starttls-refused', reason: 'declined', temporary: false, reply: '502' }, false, 'other'],
  [{ kind: 'not-tls', detail: 'HTTP' }, false, 'other'],
  [{ kind: 'too-much-data', limitBytes: 1 }, false, 'other'],
])('%j, with a ServerHello %s, is %s', (outcome, heard, end) => expect(tryEnd(outcome, heard)).toBe(end))

it('waits no longer than its signal lets it', async () => {
  const controller = new AbortController()
  const waiting = systemClock(controller.signal).sleep(60_000)
  controller.abort()
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  await expect(systemClock(undefined).sleep(0)).resolves.toBeUndefined()
})

describe('what looks like trouble is the way to refuse', () => {
  const alike = (end: TryEnd) => end !== 'answered'
  const endOf = (end: TryEnd) => end
  /** A close, and what the server does after it; how the first hello is answered meanwhile. */
  async function insists(then: readonly TryEnd[], confirmed: readonly TryEnd[] = ['answered']) {
    const { conduct, counted, once, ...rest } = scene(then, { confirmed })
    const again = (takeBack?: () => void) =>
      conduct.insistsOn<TryEnd>({
        ...{ made: 'troubled', way: 'closed', once, alike, endOf },
        ...(takeBack ? { takeBack } : {}),
      })
    const { made, insists } = await again()
    return { made, insists, counted, conduct, again, ...rest }
  }

  it('of a server that comes to it each time, and answers its first hello in between', async () => {
    const { again, counted, pauses, ...first } = await insists(['troubled'])
    expect(first).toMatchObject({ made: 'troubled', insists: true })
    expect(counted).toEqual({ tries: 3, confirmations: 1 })
    expect((await again()).insists).toBe(true)
    expect(counted).toEqual({ tries: 4, confirmations: 2 })
    expect(pauses).toEqual([])
  })

  it('and of one of these ways alone', async () => {
    const { conduct, counted, made } = await insists(['troubled'])
    const once = async () => made
    await conduct.insistsOn<TryEnd>({ made, way: 'internal_error', once, alike, endOf })
    expect(counted.confirmations).toBe(2)
    await conduct.insistsOn<TryEnd>({ made, way: 'ssl2', once, alike, endOf })
    expect(counted).toEqual({ tries: 3, confirmations: 3 })
  })

  it('but not of one that answers nothing any more, which is left alone', async () => {
    const { conduct, ...first } = await insists(['dropped'], ['dropped'])
    expect(first.insists).toBe(false)
    expect(conduct.beganToRefuse).toBe(true)
  })

  it('nor of one of whose two backends one is broken', async () => {
    const first = await insists(['troubled', 'answered'])
    expect(first).toMatchObject({ made: 'answered', insists: false })
  })

  it('nor of one that failed at its first hello, too, which is asked on with pauses', async () => {
    const { again, counted, pauses, ...first } = await insists(
      ['troubled', 'troubled', 'troubled', 'answered'],
      ['dropped', 'answered'],
    )
    expect(first).toMatchObject({ made: 'answered', insists: false, conduct: { beganToRefuse: false } })
    expect(pauses).toEqual([250, 250])
    const before = { ...counted }
    expect((await again()).insists).toBe(false)
    expect(counted).toEqual(before)
  })

  it('nor of one that dropped once what it then answered', async () => {
    const { conduct, ask, once } = scene(['dropped', 'answered', 'dropped'])
    await ask()
    expect((await conduct.insistsOn<TryEnd>({ made: 'troubled', way: 'closed', once, alike, endOf })).insists).toBe(
      false,
    )
  })

  describe('and can be taken back', () => {
    const after = ['troubled', 'troubled', 'troubled'] as const

    it('is asked again once the server has answered something else, without a control', async () => {
      const { again, ask, counted, conduct } = await insists([...after, 'answered', 'troubled'])
      const taken: number[] = []
      expect((await again(() => taken.push(1))).insists).toBe(true)
      expect(counted).toEqual({ tries: 3, confirmations: 1 })
      await ask()
      await conduct.settle()
      expect(counted).toEqual({ tries: 5, confirmations: 1 })
      expect(taken).toEqual([])
    })

    it('has a control where nothing was answered since', async () => {
      const { again, counted, conduct } = await insists(['troubled'])
      await again(() => {})
      await again(() => {})
      await conduct.settle()
      expect(counted).toEqual({ tries: 5, confirmations: 2 })
    })

    it('is taken back where it is answered then, with all that came after it', async () => {
      const { again, conduct } = await insists([...after, 'troubled', 'answered'])
      const taken: number[] = []
      for (const at of [1, 2, 3]) await again(() => taken.push(at))
      await conduct.settle()
      expect(taken).toEqual([2, 3])
      expect((await again(() => {})).insists).toBe(false)
    })

    it('is taken back where the first hello is no longer answered', async () => {
      const { again, conduct } = await insists(['troubled'], ['answered', 'dropped'])
      const taken: number[] = []
      await again(() => taken.push(1))
      await conduct.settle()
      expect(taken).toEqual([1])
    })
  })
})

it('a server of which trouble was seen to pass is asked again in trouble', async () => {
  const { ask, counted } = scene(['dropped', 'answered', 'troubled', 'answered'])
  expect(await ask()).toBe('answered')
  expect(await ask()).toBe('answered')
  expect(counted.tries).toBe(4)
})

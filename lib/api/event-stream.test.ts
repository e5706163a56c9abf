import { afterEach, expect, test, vi } from 'vitest'
import { log } from '#lib/core/log.ts'
import { eventStream, type ServerEvent } from './event-stream.ts'

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const url = 'http://localhost/api/v1/scans/1/events'

/** An endless source that tells when it was let go. */
function endless() {
  const released = Promise.withResolvers<void>()
  async function* events(signal: AbortSignal): AsyncIterable<ServerEvent> {
    try {
      yield { event: 'progress', data: { done: 0 } }
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    } finally {
      released.resolve()
    }
  }
  return { events, released: released.promise }
}

test('events are told in order, and the last one is `end`', async () => {
  const response = eventStream(new Request(url), async function* () {
    yield { event: 'progress', data: { done: 1, note: 'two\nlines' } }
    yield { event: 'progress', data: { done: 2 } }
  })
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  expect(await response.text()).toBe(
    'retry: 2000\n\nevent: progress\ndata: {"done":1,"note":"two\\nlines"}\n\nevent: progress\ndata: {"done":2}\n\nevent: end\ndata: {}\n\n',
  )
})

test('a client that stops reading ends the work behind it', async () => {
  const { events, released } = endless()
  const reader = eventStream(new Request(url), events).body?.getReader()
  await reader?.read()
  await reader?.cancel()
  await released
})

test('an aborted request ends the work behind it', async () => {
  const { events, released } = endless()
  const client = new AbortController()
  const response = eventStream(new Request(url, { signal: client.signal }), events)
  await response.body?.getReader().read()
  client.abort()
  await released
})

test('a fault in mid-stream is told without its cause', async () => {
  const logged = vi.spyOn(log, 'error').mockReturnValue()
  const response = eventStream(new Request(url), async function* () {
    yield { event: 'progress', data: {} }
    throw new Error('password=hunter2')
  })
  const text = await response.text()
  expect(text).toMatch(/event: error\ndata: .*\n\n$/)
  expect(text).not.toContain('hunter2')
  expect(logged).toHaveBeenCalledOnce()
})

test('the line is kept alive while nothing happens', async () => {
  vi.useFakeTimers()
  const { events } = endless()
  const reader = eventStream(new Request(url), events, 1000).body?.getReader()
  const read = async () => new TextDecoder().decode((await reader?.read())?.value)
  expect([await read(), await read()]).toEqual(['retry: 2000\n\n', 'event: progress\ndata: {"done":0}\n\n'])
  const next = read()
  await vi.advanceTimersByTimeAsync(1000)
  expect(await next).toBe(': still here\n\n')
  await reader?.cancel()
})

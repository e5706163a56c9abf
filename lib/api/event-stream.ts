import { log } from '#lib/core/log.ts'

/** One server-sent event: its name, and data that JSON can carry. */
export interface ServerEvent {
  readonly event: string
  readonly data: unknown
}

const encoder = new TextEncoder()

/**
 * Answers with server-sent events until `events` ends or the client goes; its signal is aborted then, so that nothing
 * goes on for nobody. A comment every `heartbeatMs` keeps proxies from cutting the line. The last event is `end`, or
 * `error` where `events` threw: a browser's EventSource would connect anew for ever, and is to be closed on either.
 */
export function eventStream(
  request: Request,
  events: (signal: AbortSignal) => AsyncIterable<ServerEvent>,
  heartbeatMs = 15_000,
): Response {
  const gone = new AbortController()
  const signal = AbortSignal.any([request.signal, gone.signal])
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      void pump(controller, events(signal), signal, heartbeatMs)
    },
    cancel() {
      gone.abort()
    },
  })
  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // nginx holds answers back otherwise.
    'x-accel-buffering': 'no',
  }
  return new Response(body, { headers })
}

/** Never throws: by then the answer has begun, and all that can be told is told in it. */
async function pump(
  controller: ReadableStreamDefaultController<Uint8Array>,
  events: AsyncIterable<ServerEvent>,
  signal: AbortSignal,
  heartbeatMs: number,
): Promise<void> {
  const write = (text: string) => {
    if (!signal.aborted) controller.enqueue(encoder.encode(text))
  }
  const beat = setInterval(() => {
    // Who does not read gets no heartbeats piled up.
    if ((controller.desiredSize ?? 0) > 0) write(': still here\n\n')
  }, heartbeatMs)
  try {
    write('retry: 2000\n\n')
    for await (const event of events) {
      if (signal.aborted) break
      write(format(event))
    }
    write(format({ event: 'end', data: {} }))
  } catch (error) {
    if (!signal.aborted) log.error({ err: error }, 'event stream')
    write(format({ event: 'error', data: { detail: 'Following it failed; connect anew' } }))
  } finally {
    clearInterval(beat)
    close(controller)
  }
}

/** JSON has no line breaks of its own, so that one data line carries all. */
function format({ event, data }: ServerEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

function close(controller: ReadableStreamDefaultController<Uint8Array>): void {
  try {
    controller.close()
  } catch {
    // The client has gone and cancelled it already.
  }
}

import { type Alert, readAlert } from '../alerts.ts'
import type { Offer } from '../client-hello.ts'
import type { Conversation } from '../conversation.ts'
import type { ServerFlight } from '../flight.ts'
import { HelloProbe } from '../hello-probe.ts'
import type { ProtocolVersion } from '../observation.ts'
import { contentTypes, RecordSplitter, type TlsRecord } from '../records.ts'
import { TrafficCaps } from '../traffic-caps.ts'
import { WireError } from '../wire-reader.ts'

/** Versions in which all that comes before ServerHelloDone is plain. */
export type PlainVersion = Exclude<ProtocolVersion, 'SSLv2' | 'TLSv1.3'>

/** The first thing that a server said to what was sent out of order. */
export type Reaction =
  /** `close_notify` stands for a close in order. */
  | { readonly kind: 'alert'; readonly alert: Alert }
  /** A heartbeat's payload came back, of which the request held nothing. */
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'record'; readonly type: number }
  | { readonly kind: 'garbage' }

/**
 * What is said behind the server's first flight, in steps that a pause stands between: a server that waits on the first
 * shows by it that it took it. Throws WireError where the flight has not what it takes.
 */
export type Steps = (flight: ServerFlight) => readonly Uint8Array[]

/** RFC 6520 4 */
const heartbeatResponse = 2

/** A hello of one version up to TLS 1.2, and behind ServerHelloDone something that a sound server refuses. */
export class Provocation implements Conversation {
  reaction: Reaction | null = null
  /** Why the steps can't follow the server's flight; null: they can, or it has not come. */
  obstacle: 'other-version' | 'not-completed' | null = null
  /** So many steps were taken when the reaction came. */
  reactedTo = 0
  readonly offer: Offer
  readonly #version: PlainVersion
  readonly #probe: HelloProbe
  readonly #steps: Steps
  readonly #records = new RecordSplitter()
  readonly #caps = new TrafficCaps()
  #left: readonly Uint8Array[] | null = null
  #taken = 0

  constructor(version: PlainVersion, offer: Offer, steps: Steps) {
    this.offer = offer
    this.#version = version
    this.#probe = new HelloProbe(offer, 'server-flight')
    this.#steps = steps
  }

  get flight(): ServerFlight {
    return this.#probe.flight
  }

  /** The server has sent its flight, and it is one that the steps can follow. */
  get ready(): boolean {
    return this.#left !== null
  }

  get over(): boolean {
    return this.reaction !== null || (this.#probe.over && this.#left === null)
  }

  begin(): Uint8Array {
    return this.#probe.begin()
  }

  receive(chunk: Uint8Array): null {
    if (this.#left !== null) this.#hear(chunk)
    else this.#probe.receive(chunk)
    if (this.#left === null && this.flight.helloDone) this.#prepare()
    return null
  }

  /** The next step; null: there is none, or the server has reacted. */
  step(): Uint8Array | null {
    const [next, ...left] = this.#left ?? []
    if (this.reaction !== null || next === undefined) return null
    this.#left = left
    this.#taken += 1
    return next
  }

  #prepare(): void {
    if (this.flight.hello?.version !== this.#version) {
      this.obstacle = 'other-version'
      return
    }
    try {
      this.#left = this.#steps(this.flight)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.obstacle = 'not-completed'
    }
  }

  #hear(chunk: Uint8Array): void {
    try {
      for (const record of this.#records.push(chunk)) {
        this.#caps.count(record.body.length)
        const reaction = reactionOf(record)
        if (reaction && this.reaction === null) this.#react(reaction)
        if (this.over) return
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.#react({ kind: 'garbage' })
    }
  }

  #react(reaction: Reaction): void {
    this.reaction = reaction
    this.reactedTo = this.#taken
  }
}

/** Null: it says nothing yet. Of a heartbeat no more is looked at than that it is there. */
function reactionOf({ type, body }: TlsRecord): Reaction | null {
  if (type === contentTypes.heartbeat) {
    const [kind, high = 0, low = 0] = body
    return kind === heartbeatResponse && high + low > 0 ? { kind: 'heartbeat' } : null
  }
  if (type !== contentTypes.alert) return { kind: 'record', type }
  const alert = readAlert(body.subarray(0, 2), false)
  if (alert === null) return { kind: 'garbage' }
  return alert.level === 'fatal' || alert.name === 'close_notify' ? { kind: 'alert', alert } : null
}

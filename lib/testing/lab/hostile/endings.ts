import type { Socket } from 'node:net'
import type { OutcomeKind } from '#lib/tls/observation.ts'
import { type LabServer, listen } from '../tls-server.ts'
import type { HelloSeen } from './client-hello-seen.ts'
import { type Ending, type HostileCase, hostile } from './hostile-case.ts'
import { drip, serveHellos } from './serve.ts'
import { tls12Flight } from './tls12-flight.ts'
import { type Stage, type Step, tls13Flight } from './tls13-flight.ts'
import { alertBody, alertRecord, recordTypes } from './wire.ts'

export interface EndingOptions {
  readonly version: 'TLSv1.2' | 'TLSv1.3'
  /** `accept` ends before a byte came; the others once this was said, `finished` being the server's whole flight. */
  readonly after: 'accept' | Stage
  readonly ending: Ending
}

/** A server that says a true flight up to a stage and ends there; `drip` says what would come next byte by byte. */
export function startEnding({ version, after, ending }: EndingOptions): Promise<LabServer> {
  if (after === 'accept') return listen({}, (socket) => end(socket, ending, [], alertRecord('fatal', 80)))
  return serveHellos((socket, hello) => {
    const flight = flightOf(version, hello)
    const at = after === 'hello' ? 0 : 1 + flight.steps.findIndex((step) => step.stage === after)
    for (const { bytes } of flight.steps.slice(0, at)) socket.write(bytes)
    end(socket, ending, flight.steps.slice(at), after === 'hello' ? alertRecord('fatal', 80) : flight.alert(after))
  })
}

interface Flight {
  readonly steps: readonly Step[]
  readonly alert: (after: Stage) => Buffer
}

function flightOf(version: EndingOptions['version'], hello: HelloSeen): Flight {
  const flight = version === 'TLSv1.3' ? tls13Flight(hello) : null
  if (!flight) return { steps: tls12Flight(hello), alert: () => alertRecord('fatal', 80) }
  // All steps were sealed already: only after the last of them does the sequence number fit an alert.
  return {
    steps: flight.steps,
    alert: (after) =>
      after === 'finished' ? flight.application(recordTypes.alert, alertBody('fatal', 80)) : alertRecord('fatal', 80),
  }
}

function end(socket: Socket, ending: Ending, rest: readonly Step[], alert: Buffer): void {
  switch (ending) {
    case 'reset':
      // What was written is to arrive before the reset does.
      return void socket.write('', () => setImmediate(() => socket.resetAndDestroy()))
    case 'close':
      return void socket.end()
    case 'fatal-alert':
      return void socket.end(alert)
    case 'silence':
      return void socket.resume()
    case 'drip':
      drip(socket, Buffer.concat(rest.map(({ bytes }) => bytes)))
  }
}

const stages: readonly EndingOptions['after'][] = [
  'accept',
  'hello',
  'server-hello',
  'certificate',
  'certificate-verify',
]
const outcomeOf: Readonly<Record<Ending, readonly OutcomeKind[]>> = {
  reset: ['reset'],
  close: ['closed'],
  'fatal-alert': ['alert'],
  silence: ['timeout'],
  drip: ['timeout'],
}

function outcomesOf({ version, after, ending }: EndingOptions): readonly OutcomeKind[] {
  // A plain alert in the middle of TLS 1.3's protected flight is not the server's word (RFC 8446 5.2).
  if (ending === 'fatal-alert' && version === 'TLSv1.3' && stages.indexOf(after) > 1) return ['alert', 'protocol-error']
  // Nine bytes are left.
  if (ending === 'drip' && version === 'TLSv1.2' && after === 'certificate-verify') return ['handshake', 'timeout']
  return outcomeOf[ending]
}

const endings: readonly Ending[] = ['reset', 'close', 'fatal-alert', 'silence', 'drip']

/** Every ending at every stage, in both kinds of handshake; after the whole flight the handshake stands. */
export const endingCases: readonly HostileCase[] = [
  ...(['TLSv1.2', 'TLSv1.3'] as const).flatMap((version) =>
    stages.flatMap((after) =>
      endings
        .filter((ending) => after !== 'accept' || ending !== 'drip')
        .map((ending) =>
          hostile(
            `${ending}-after-${after}-${version}`,
            () => startEnding({ version, after, ending }),
            outcomesOf({ version, after, ending }),
          ),
        ),
    ),
  ),
  ...(['reset', 'close', 'silence'] as const).flatMap((ending) =>
    (['TLSv1.2', 'TLSv1.3'] as const).map((version) =>
      hostile(
        `${ending}-after-finished-${version}`,
        () => startEnding({ version, after: 'finished', ending }),
        // Until TLS 1.2 the flight ends before the client's Finished: whoever goes on to the end meets the ending.
        version === 'TLSv1.3' ? ['handshake'] : ['handshake', ...outcomeOf[ending]],
      ),
    ),
  ),
]

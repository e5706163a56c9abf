import type { Features, Tolerance } from '#lib/tls/observation.ts'
import { ObservedFact } from '../endpoint/observed-fact.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'
import { durationText } from '../ui/time.tsx'

const words = {
  extendedMasterSecret: { term: 'Extended master secret', yes: 'supported', no: 'not supported' },
  encryptThenMac: { term: 'Encrypt-then-MAC', yes: 'supported', no: 'not supported' },
  secureRenegotiation: { term: 'Secure renegotiation', yes: 'supported', no: 'not supported' },
  clientRenegotiation: { term: 'Renegotiation by clients', yes: 'accepted', no: 'refused' },
  compression: { term: 'Compression', yes: 'accepted', no: 'refused' },
  heartbeat: { term: 'Heartbeat', yes: 'answered', no: 'not answered' },
  fallbackScsv: { term: 'Fallback protection', yes: 'downgrades are refused', no: 'downgrades are taken' },
  sessionTickets: { term: 'Session tickets', yes: 'issued', no: 'not issued' },
} as const

const switches = [
  'extendedMasterSecret',
  'encryptThenMac',
  'secureRenegotiation',
  'clientRenegotiation',
  'compression',
  'heartbeat',
  'fallbackScsv',
  'sessionTickets',
] as const

/** Protocol features, each by its own evidence. */
export function FeatureList({ features }: { features: Features }) {
  return (
    <DefinitionList
      items={[
        ...switches.flatMap((name) => {
          const { term, yes, no } = words[name]
          const fact = features[name]
          return fact ? [{ term, value: <ObservedFact fact={fact}>{(on) => (on ? yes : no)}</ObservedFact> }] : []
        }),
        ...(features.ticketLifetimeSeconds
          ? [
              {
                term: 'Life of tickets',
                value: <ObservedFact fact={features.ticketLifetimeSeconds}>{ticketLifeText}</ObservedFact>,
              },
            ]
          : []),
        {
          term: 'Resumption',
          value: (
            <ObservedFact fact={features.resumption}>
              {(ways) => (ways.length === 0 ? 'none' : `by ${ways.join(', ').replace('psk', 'PSK')}`)}
            </ObservedFact>
          ),
        },
        {
          term: 'Early data (0-RTT)',
          value: (
            <ObservedFact fact={features.earlyDataBytes}>
              {(bytes) => (bytes === null || bytes === 0 ? 'none' : `up to ${bytes.toLocaleString('en')} bytes`)}
            </ObservedFact>
          ),
        },
      ]}
    />
  )
}

/** RFC 5077 3.3: up to TLS 1.2 a life of 0 leaves it open. */
function ticketLifeText(seconds: number | null): string {
  if (seconds === null) return 'no ticket is issued'
  return seconds === 0 ? 'not said' : `up to ${durationText(seconds * 1000)}`
}

/** Whether it copes with hellos of unusual, but legal form. */
export function ToleranceText({ tolerance: { grease, longHello } }: { tolerance: Tolerance }) {
  return (
    <ul className="grid gap-0.5">
      <li>
        unknown values (GREASE):{' '}
        <ObservedFact fact={grease}>{(copes) => (copes ? 'ignored, as they should be' : 'not tolerated')}</ObservedFact>
      </li>
      <li>
        a long hello: <ObservedFact fact={longHello}>{(copes) => (copes ? 'taken' : 'not tolerated')}</ObservedFact>
      </li>
    </ul>
  )
}

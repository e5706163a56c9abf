import type { EnvironmentSummary } from '#lib/data/environments/list-environment-summaries.ts'
import { DefinitionList } from '../ui/definition-list.tsx'
import { durationText } from '../ui/time.tsx'

/** An environment's policy for readers who don't change it. */
export function PolicyFacts({ environment: { policy, trustStoreName } }: { environment: EnvironmentSummary }) {
  return (
    <DefinitionList
      items={[
        { term: 'Trust store', value: trustStoreName ?? 'the default' },
        { term: 'Client certificates', value: policy.mtls ?? 'nothing expected' },
        { term: 'Lowest protocol', value: policy.minProtocol?.replace('v', ' ') ?? 'TLS 1.2, the default' },
        { term: 'TLS profile', value: policy.tlsProfile ?? 'mozilla-intermediate, the default' },
        {
          term: 'Rotate at least every',
          value: length(policy.rotationIntervalSeconds, 'by the share of its life alone'),
        },
        { term: 'Longest lifetime', value: length(policy.maxValiditySeconds, 'no limit of its own') },
        { term: 'Warn with life left', value: percent(policy.expiryWarnShare, '33.3 %, the default') },
        { term: 'Urgent with life left', value: percent(policy.expiryUrgentShare, '10 %, the default') },
        { term: 'Scan every', value: length(policy.scanIntervalSeconds, 'day, the default') },
        { term: 'Scan depth', value: policy.scanDepth ?? 'posture, the default' },
        { term: 'Posture every', value: length(policy.postureIntervalSeconds, 'week, the default') },
        { term: 'Client probes every', value: length(policy.mtlsIntervalSeconds, 'week, the default') },
      ]}
    />
  )
}

function length(seconds: number | 'learned' | undefined, otherwise: string): string {
  if (seconds === 'learned') return 'by its own rhythm'
  return seconds === undefined ? otherwise : durationText(seconds * 1000)
}

function percent(share: number | undefined, otherwise: string): string {
  return share === undefined ? otherwise : `${Math.round(share * 1000) / 10} %`
}

import { severities } from '#lib/core/severity.ts'
import type { EndpointChoices } from '#lib/data/endpoints/endpoint-choices.ts'
import { bindingOrigins, mtlsVerdicts, outcomeKinds, protocolVersions } from '#lib/data/endpoints/filter.ts'
import { transports } from '#lib/tls/observation.ts'
import type { Facet } from '../table/facet.ts'
import { outcomeWords } from '../ui/outcome-badge.tsx'
import { severityWords } from '../ui/severity-badge.tsx'
import { bindingWords, mtlsWords, transportWords } from './endpoint-words.ts'

const reach = [
  { value: 'reachable', label: 'Reachable' },
  { value: 'unreachable', label: 'Unreachable' },
  { value: 'never', label: 'Never scanned' },
  { value: 'stale', label: 'Stale' },
]

/** The filters of the endpoints' list. */
export function endpointFacets({ environments, owners, sites, tags }: EndpointChoices): Facet[] {
  return [
    { kind: 'choice', key: 'reach', label: 'Reach', options: reach },
    {
      kind: 'choice',
      key: 'outcome',
      label: 'Last outcome',
      options: outcomeKinds.map((value) => ({ value, label: outcomeWords[value] })),
    },
    {
      kind: 'choice',
      key: 'severity',
      label: 'Worst finding',
      options: severities.toReversed().map((value) => ({ value, label: severityWords[value] })),
    },
    { kind: 'choice', key: 'environment', label: 'Environment', options: environments },
    { kind: 'choice', key: 'owner', label: 'Owner', options: owners },
    { kind: 'flag', key: 'bound', label: 'Identity', yes: 'Bound', no: 'Unbound' },
    {
      kind: 'choice',
      key: 'binding',
      label: 'Bound by',
      options: bindingOrigins.map((value) => ({ value, label: bindingWords[value] })),
    },
    {
      kind: 'choice',
      key: 'transport',
      label: 'Transport',
      options: transports.map((value) => ({ value, label: transportWords[value] })),
    },
    {
      kind: 'choice',
      key: 'protocol',
      label: 'Protocol',
      options: protocolVersions.map((value) => ({ value, label: value })),
    },
    {
      kind: 'choice',
      key: 'mtls',
      label: 'Client certificates',
      options: mtlsVerdicts.map((value) => ({ value, label: mtlsWords[value] })),
    },
    { kind: 'date', key: 'expiresBefore', label: 'Expires before' },
    { kind: 'choice', key: 'site', label: 'Site', options: sites },
    ...(tags.length === 0 ? [] : [{ kind: 'choice', key: 'tag', label: 'Tag', options: tags } as const]),
    { kind: 'flag', key: 'enabled', label: 'Scans', yes: 'Switched on', no: 'Switched off' },
  ]
}

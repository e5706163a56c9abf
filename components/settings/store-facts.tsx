import type { StoreSummary } from '#lib/data/trust-stores/list-store-summaries.ts'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Time } from '../ui/time.tsx'

const sources = {
  runtime: 'the runtime (Mozilla’s roots, as shipped with Node)',
  system: 'the system of this server',
  upload: 'uploaded',
  spiffe: 'the bundle of a SPIFFE trust domain',
  demo: 'made by the demo estate',
} as const

export function StoreFacts({ store }: { store: StoreSummary }) {
  return (
    <DefinitionList
      items={[
        { term: 'Source', value: sources[store.source] },
        ...(store.trustDomain === null ? [] : [{ term: 'Trust domain', value: <bdi>{store.trustDomain}</bdi> }]),
        { term: 'Version', value: store.version },
        { term: 'As of', value: <Time at={store.asOf} show="both" /> },
        { term: 'Anchors', value: store.anchors.toLocaleString('en') },
        { term: 'Rules', value: store.publicRoots ? 'CA/B: lifetimes by issue date' : 'private: your policies' },
      ]}
    />
  )
}

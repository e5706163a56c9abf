import type { Metadata } from 'next'
import { DiscoveryTabs } from '#components/discovery/discovery-tabs.tsx'
import { RulesEditor } from '#components/discovery/rules-editor.client.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { listEnvironmentNames } from '#lib/data/environments/list-environment-names.ts'
import { listRules } from '#lib/data/rules/list-rules.ts'
import { listTrustStores } from '#lib/data/trust-stores/list-trust-stores.ts'

export const metadata: Metadata = { title: 'Binding rules' }

export default async function RulesPage() {
  const principal = await requirePrincipal()
  const [rules, environments, stores] = await Promise.all([
    listRules(principal),
    listEnvironmentNames(principal),
    listTrustStores(principal),
  ])
  return (
    <>
      <PageHeader
        title="Binding rules"
        parent={{ href: '/discovery', label: 'Discovery' }}
        note={
          <>
            Say by the host which identity an endpoint ought to prove. The first rule that matches wins; bindings by
            hand and by an import stay. In hosts <code className="font-mono text-xs">*</code> stands for one label and{' '}
            <code className="font-mono text-xs">**</code> for any; in identities{' '}
            <code className="font-mono text-xs">{'{host}'}</code> and{' '}
            <code className="font-mono text-xs">{'{label1}'}</code> stand for the host and its labels, as in{' '}
            <code className="font-mono text-xs">{'spiffe://example.org/{label1}'}</code>.
          </>
        }
      />
      <DiscoveryTabs active="rules" />
      <RulesEditor
        rules={rules}
        environments={environments}
        stores={stores.map(({ id, name }) => ({ id, name }))}
        mayChange={hasRole(principal, 'analyst')}
      />
    </>
  )
}

import type { Metadata } from 'next'
import { ActionButton } from '#components/settings/action-button.client.tsx'
import { scopeText } from '#components/settings/advisories-table.tsx'
import { AdvisoryEntries } from '#components/settings/advisory-entries.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { Hash } from '#components/ui/hash.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Time } from '#components/ui/time.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { getAdvisory } from '#lib/data/advisories/list-advisories.ts'
import { orNotFound } from '../../../../or-not-found.ts'
import { withdrawAdvisoryAction } from '../../actions.ts'

export const metadata: Metadata = { title: 'Distrust advisory' }

export default async function AdvisoryPage({ params }: { params: Promise<{ id: string }> }) {
  const [principal, { id }] = await Promise.all([requirePrincipal(), params])
  const advisory = await orNotFound(getAdvisory(principal, id))
  return (
    <>
      <PageHeader
        parent={{ href: '/settings/trust/advisories', label: 'Distrust advisories' }}
        title={<bdi>{advisory.title}</bdi>}
        actions={
          hasRole(principal, 'admin') ? (
            <ActionButton
              action={withdrawAdvisoryAction}
              fields={{ id: advisory.id }}
              label="Withdraw"
              danger
              confirm={{
                title: 'Withdraw this advisory?',
                text: 'All of its entries go, and its keys count again where nothing else distrusts them. What answers to the stores is judged anew.',
              }}
            />
          ) : undefined
        }
      />
      <Card>
        <DefinitionList
          items={[
            { term: 'Source', value: <bdi>{advisory.source}</bdi> },
            {
              term: 'Link',
              value:
                advisory.url === null ? (
                  'none'
                ) : (
                  <a
                    href={advisory.url}
                    rel="noreferrer noopener"
                    target="_blank"
                    className="link [overflow-wrap:anywhere]"
                  >
                    {advisory.url}
                  </a>
                ),
            },
            { term: 'Published', value: <Time at={advisory.publishedAt} show="both" /> },
            { term: 'Speaks for', value: <bdi>{scopeText(advisory)}</bdi> },
            {
              term: 'Imported',
              value: (
                <>
                  <Time at={advisory.importedAt} show="both" /> by <bdi>{advisory.importedBy}</bdi>
                </>
              ),
            },
            { term: 'File (SHA-256)', value: <Hash value={advisory.sha256} /> },
          ]}
        />
      </Card>
      <Section title="Keys">
        <AdvisoryEntries entries={advisory.entries} />
      </Section>
    </>
  )
}

import type { Metadata } from 'next'
import { PageHeader } from '#components/ui/page-header.tsx'
import { QuestionForm } from '#components/what-if/question-form.client.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { listAdvisories } from '#lib/data/advisories/list-advisories.ts'
import { listTrustStores } from '#lib/data/trust-stores/list-trust-stores.ts'

export const metadata: Metadata = { title: 'Ask what if' }

export default async function NewWhatIfPage() {
  const principal = await requirePrincipal('analyst')
  const [stores, advisories] = await Promise.all([listTrustStores(principal), listAdvisories(principal)])
  return (
    <>
      <PageHeader
        title="Ask what if"
        parent={{ href: '/what-if', label: 'What if' }}
        note="Suppose one thing or several at once. Every chain on record is judged as things stand and as supposed; nothing is scanned, and nothing is changed."
      />
      <QuestionForm
        stores={stores.map(({ id, name }) => ({ id, name }))}
        advisories={advisories.map(({ id, title }) => ({ id, title }))}
      />
    </>
  )
}

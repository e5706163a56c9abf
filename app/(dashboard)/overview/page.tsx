import type { Metadata } from 'next'
import { PageHeader } from '#components/ui/page-header.tsx'

export const metadata: Metadata = { title: 'Overview' }

export default function Page() {
  return <PageHeader title="Overview" />
}

import type { Metadata } from 'next'
import { Mark } from '#components/shell/mark.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center justify-items-start gap-4 p-6">
      <Mark />
      <h1 className="font-semibold text-xl">There is no such page</h1>
      <p className="text-ink-2">What it showed may have been removed, or the address has a typing error.</p>
      <LinkButton href="/overview" variant="primary">
        Go to the overview
      </LinkButton>
    </main>
  )
}

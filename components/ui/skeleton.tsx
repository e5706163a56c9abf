import { classNames } from './class-names.ts'

/** Holds the place of what is loading; give it the final height. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={classNames('h-4 animate-pulse rounded bg-sunken', className)} />
}

export function TableSkeleton({ rows = 12 }: { rows?: number }) {
  return (
    <div role="status" className="overflow-hidden rounded-lg border bg-surface">
      <span className="sr-only">Loading</span>
      <div className="h-9 border-b bg-sunken" />
      {places(rows).map((place) => (
        <div key={place} className="flex h-10 items-center gap-6 border-b px-3 last:border-b-0">
          <Skeleton className="w-1/3" />
          <Skeleton className="w-24" />
          <Skeleton className="hidden w-32 sm:block" />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </div>
  )
}

export function CardsSkeleton({ cards = 4, className = 'h-64' }: { cards?: number; className?: string }) {
  return (
    <div role="status" className="grid gap-4 lg:grid-cols-2">
      <span className="sr-only">Loading</span>
      {places(cards).map((place) => (
        <Skeleton key={place} className={classNames('rounded-lg border', className)} />
      ))}
    </div>
  )
}

/** A page of a list: title, filters and rows. */
export function ListSkeleton() {
  return (
    <div className="grid gap-5">
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-8.5 w-full max-w-xl" />
      <TableSkeleton />
    </div>
  )
}

/** A page of one thing. */
export function DetailSkeleton() {
  return (
    <div role="status" className="grid gap-6">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-14 w-full max-w-xl" />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <Skeleton className="h-96 rounded-lg border" />
        <Skeleton className="h-96 rounded-lg border" />
      </div>
    </div>
  )
}

function places(count: number): number[] {
  return Array.from({ length: count }, (_, place) => place)
}

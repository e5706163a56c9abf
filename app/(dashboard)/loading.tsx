import { Skeleton, TableSkeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <div className="grid gap-5">
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-8.5 w-full max-w-xl" />
      <TableSkeleton />
    </div>
  )
}

import { CardsSkeleton, Skeleton } from '#components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <div className="grid gap-5">
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-16 w-full max-w-xl" />
      <Skeleton className="h-80 rounded-lg border" />
      <CardsSkeleton cards={6} className="h-88" />
    </div>
  )
}

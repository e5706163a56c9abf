import { Time } from '../ui/time.tsx'

/** An instant both ways, which may break between the two. */
export function When({ at }: { at: Date | string }) {
  return (
    <>
      <Time at={at} show="absolute" />{' '}
      <span className="text-ink-3 text-xs">
        <Time at={at} />
      </span>
    </>
  )
}

const day = 86_400
const week = 7 * day
const hour = 3_600

export interface ScanRhythm {
  /** Of the policy; null where none is set: a day. */
  readonly intervalSeconds: number | null
  /** Of the leaf that lives shortest; null where none was seen. */
  readonly leafLifeSeconds: number | null
  /** Scans in a row that reached nothing. */
  readonly failures: number
}

/**
 * Seconds until the next scan. A leaf that lives for less than a week is looked at four times in its life, though not
 * more often than once a minute. After n failures in a row: the interval or 5 minutes, whichever is less, doubled
 * n − 1 times, up to the longer of the interval and an hour. `random` (0 to 1) adds a tenth of jitter, so that an
 * estate is not dialled at once.
 */
export function nextScanSeconds({ intervalSeconds, leafLifeSeconds, failures }: ScanRhythm, random: number): number {
  const asked = intervalSeconds ?? day
  const shortLived = leafLifeSeconds !== null && leafLifeSeconds < week
  const interval = shortLived ? Math.min(asked, Math.max(60, leafLifeSeconds / 4)) : asked
  const retry = Math.min(interval, 300) * 2 ** Math.min(failures - 1, 20)
  const seconds = failures === 0 ? interval : Math.min(Math.max(interval, hour), retry)
  return seconds * (0.9 + 0.2 * random)
}

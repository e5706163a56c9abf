/** `66 %`, `66.7 %` below ten. */
export function percentText(share: number): string {
  const percent = 100 * share
  return `${percent.toLocaleString('en', { maximumFractionDigits: percent < 10 ? 1 : 0 })} %`
}

/** A rhythm in words: shares of the life, so that an hour and a year read alike. */
export function rhythmText(typicalShare: number, spreadShare: number | null): string {
  return `${percentText(typicalShare)} ± ${percentText(spreadShare ?? 0)}`
}

export function shareText(shares: {
  readonly typicalShare: number | null
  readonly spreadShare: number | null
  readonly dueShare: number
  readonly nowShare: number
}): string {
  const usual =
    shares.typicalShare === null
      ? 'no rhythm learned yet'
      : `usually rotated at ${rhythmText(shares.typicalShare, shares.spreadShare)} of the life`
  return `Now at ${percentText(shares.nowShare)} of its life; ${usual}; overdue from ${percentText(shares.dueShare)} on`
}

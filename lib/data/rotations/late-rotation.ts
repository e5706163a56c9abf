/** When the leaf that a rotation `r` replaced was last seen; where that is not on record, when the next one was first. */
export const lastServed = 'coalesce(r.previous_seen_at, r.at)'

/**
 * A rotation `r` from `previous` that was seen served with less than a tenth of the life left, or after it. The check on
 * late patterns takes the same margin.
 */
export const lateRotation = `${lastServed} > previous.not_after - 0.1 * (previous.not_after - previous.not_before)`

export const afterExpiryRotation = `${lastServed} > previous.not_after`

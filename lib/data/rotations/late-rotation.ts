/**
 * A rotation `r` from `previous` that left less than a tenth of the life, or came after it. The check on late
 * patterns takes the same margin.
 */
export const lateRotation = `r.life_left_seconds < 0.1 * extract(epoch FROM previous.not_after - previous.not_before)`

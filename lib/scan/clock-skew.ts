/** Clocks that are kept in step differ by less. */
export const rightSeconds = 300

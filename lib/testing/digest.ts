/** Hex digest of a label: stable and readable in a failing test by its label's length alone. */
export function digest(label: string): string {
  return Buffer.from(label).toString('hex').padEnd(64, '0').slice(0, 64)
}

/** How many bytes may still be taken from an address, over all connections to it. */
export class ByteBudget {
  readonly limitBytes: number
  leftBytes: number

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes
    this.leftBytes = limitBytes
  }

  /** Whether so many more may be taken; they count in either case. */
  take(bytes: number): boolean {
    this.leftBytes -= bytes
    return this.leftBytes >= 0
  }
}

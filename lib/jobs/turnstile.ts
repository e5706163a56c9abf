export interface Turnstile {
  /** How to leave again; null where there is no room. */
  enter(who: string): (() => void) | null
}

/** Bounds how many are inside at once, over all and for each; nobody queues. */
export function createTurnstile(most: { readonly all: number; readonly each: number }): Turnstile {
  const inside = new Map<string, number>()
  let all = 0
  return {
    enter(who) {
      const own = inside.get(who) ?? 0
      if (all >= most.all || own >= most.each) return null
      all += 1
      inside.set(who, own + 1)
      let left = false
      return () => {
        if (left) return
        left = true
        all -= 1
        const others = (inside.get(who) ?? 1) - 1
        if (others === 0) inside.delete(who)
        else inside.set(who, others)
      }
    },
  }
}

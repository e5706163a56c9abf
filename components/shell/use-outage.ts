import { useEffect, useRef, useState } from 'react'
import { z } from 'zod'

const readySchema = z.object({ reasons: z.array(z.string()) })

const askEveryMs = 3_000

/**
 * What keeps the product from its work, as /api/ready tells it; empty where nothing does, or before the first answer.
 * Asks on while something is amiss, and calls `onReturn` once when all is well again.
 */
export function useOutage(onReturn: () => void): readonly string[] {
  const [reasons, setReasons] = useState<readonly string[]>([])
  const returned = useRef(onReturn)
  returned.current = onReturn
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let away = false
    let gone = false
    const ask = async () => {
      const now = await askReady()
      if (gone) return
      setReasons(now)
      if (now.length === 0) {
        if (away) returned.current()
        return
      }
      away = true
      timer = setTimeout(() => void ask(), askEveryMs)
    }
    void ask()
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [])
  return reasons
}

async function askReady(): Promise<readonly string[]> {
  try {
    const response = await fetch('/api/ready', { cache: 'no-store' })
    const answer = readySchema.safeParse(await response.json())
    return answer.success ? answer.data.reasons : ['The server gives no answer that can be read']
  } catch {
    return ['The server does not answer']
  }
}

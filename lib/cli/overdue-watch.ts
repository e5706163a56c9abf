import { log } from '#lib/core/log.ts'
import { minuteMs } from '#lib/core/time.ts'

const everyMs = 5 * minuteMs

/** Looks now and then for verdicts that time has overtaken while no worker was there: whoever shows them has to say so. */
export function watchOverdue(): void {
  let looking = false
  const look = async () => {
    if (looking) return
    looking = true
    try {
      // Imported late: the client that it needs is made by the first start.
      const { unjudgeOverdue } = await import('#lib/data/evaluation/unjudge-overdue.ts')
      let count = 0
      for (let taken = 1; taken > 0; count += taken) taken = await unjudgeOverdue(new Date())
      if (count > 0) log.warn({ subjects: count }, 'no worker judged what is due; its verdicts are unknown now')
    } catch (error) {
      log.error({ err: error }, 'overdue verdicts could not be looked for')
    } finally {
      looking = false
    }
  }
  setInterval(() => void look(), everyMs).unref()
}

import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#lib/core/errors.ts'
import type { PlacedReport, ReportPlace } from './report-place.ts'

const shortestMs = 100
const longestMs = 2000
/** Failures in a row after which asking is given up. */
const mostFailures = 5

/**
 * Asks until the report is done, cancelled or failed, or the time is over, and says on standard error how far it is.
 * Gives it as it stands then. A server that can't be reached for a moment ends no wait.
 */
export async function awaitReport(place: ReportPlace, id: string, timeoutMs: number): Promise<PlacedReport> {
  const end = performance.now() + timeoutMs
  const tell = teller()
  let failures = 0
  for (let pauseMs = shortestMs; ; pauseMs = Math.min(pauseMs * 1.5, longestMs)) {
    const report = await place.get(id).catch((error: unknown) => {
      failures += 1
      if (failures >= mostFailures || !isPassing(error)) throw error
      return null
    })
    if (report !== null) {
      failures = 0
      tell(report)
      const isMade = report.status === 'queued' || report.status === 'running'
      if (!isMade || performance.now() >= end) return report
    }
    await delay(Math.max(shortestMs, Math.min(pauseMs, end - performance.now())))
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'unavailable' || error.code === 'rate-limited')
}

/** On a terminal one line that changes, else a line for every tenth. */
function teller(): (report: PlacedReport) => void {
  const { stderr } = process
  let told = ''
  return ({ status, done, total }) => {
    const percent = total > 0 ? Math.floor((done / total) * 100) : 0
    const step = stderr.isTTY ? percent : percent - (percent % 10)
    const text = status === 'running' ? `running, ${step} % of ${total} rows` : status
    if (text === told) return
    told = text
    const isOver = status !== 'queued' && status !== 'running'
    stderr.write(stderr.isTTY ? `\r\u001b[K${text}${isOver ? '\n' : ''}` : `${text}\n`)
  }
}

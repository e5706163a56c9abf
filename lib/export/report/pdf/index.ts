import { setImmediate } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import type { ReportSource } from '#lib/compliance/report-snapshot.ts'
import { type ListCoverage, listCoverage } from '../content/list-coverage.ts'
import { provenText } from '../content/words.ts'
import { type WorstFindings, worstFindings } from '../content/worst-findings.ts'
import type { ReportContext, ReportFormat } from '../report-format.ts'
import { Canvas, type KnownPages, type Measures } from './canvas.ts'
import { drawExceptions, drawMethod, drawNotAssessed } from './closing.ts'
import { drawContents, settle } from './contents.ts'
import { drawControls } from './controls.ts'
import { drawCover } from './cover.ts'
import { drawFindings, mostFindings } from './findings.ts'
import { fontFile, fontNames, shown } from './fonts.ts'
import { drawLadder } from './ladder.ts'
import { looks } from './looks.ts'
import { drawSummary } from './summary.ts'

/** For print and for auditors: tagged, with bookmarks, fonts embedded. */
export const pdf: ReportFormat = {
  key: 'pdf',
  extension: 'pdf',
  contentType: 'application/pdf',
  label: 'PDF',
  use: 'For reading and printing: summary, controls, the worst findings with evidence, exceptions, method.',
  write: (source, context) => pdfStream(source, context),
}

/** Thrown where nobody reads any more. */
class Cancelled extends Error {}

function pdfStream(source: ReportSource, context: ReportContext): ReadableStream<Uint8Array> {
  let cancelled = false
  const pieces = pages(source, context, () => cancelled)
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await pieces.next()
        if (next.done) controller.close()
        else controller.enqueue(next.value)
      },
      async cancel() {
        cancelled = true
        await pieces.return(undefined)
      },
    },
    { highWaterMark: 1 },
  )
}

/** Measured, then drawn: the contents' page numbers and the count of pages are known only after the first. */
async function* pages(
  source: ReportSource,
  context: ReportContext,
  isCancelled: () => boolean,
): AsyncGenerator<Uint8Array> {
  const findings = await worstFindings(source, mostFindings)
  const lists = await listCoverage(source)
  const measures: Measures = new Map()
  const draft = draw({ source, context, findings, lists, measures, known: null, isCancelled })
  draft.doc.resume()
  const known = await draft.finished
  const { doc, finished } = draw({ source, context, findings, lists, measures, known, isCancelled })
  finished.catch((error: unknown) => doc.destroy(error instanceof Error ? error : new Error(String(error))))
  for await (const chunk of doc) yield chunk
}

interface Drawing {
  readonly source: ReportSource
  readonly context: ReportContext
  readonly findings: WorstFindings
  readonly lists: readonly ListCoverage[]
  readonly measures: Measures
  readonly known: KnownPages | null
  readonly isCancelled: () => boolean
}

function draw(drawing: Drawing) {
  const { source, measures, known } = drawing
  const doc = newDocument(source)
  const { name, id: reportId } = source.summary
  const canvas = new Canvas(doc, { name, reportId, sha256: source.sha256, measures, total: known?.total ?? null })
  const finished = drawAll(canvas, drawing).then((): KnownPages => {
    canvas.end()
    doc.end()
    return { total: canvas.page, entries: canvas.entries }
  })
  return { doc, finished }
}

async function drawAll(
  canvas: Canvas,
  { source, context, findings, lists, known, isCancelled }: Drawing,
): Promise<void> {
  const { summary } = source
  const rest = async () => {
    await setImmediate()
    if (isCancelled()) throw new Cancelled()
  }
  const settled = settle(canvas, known)
  canvas.total = settled.total
  drawCover(canvas, source, context)
  drawContents(canvas, settled.entries)
  drawSummary(canvas, source)
  canvas.heading(1, 'Assurance ladder')
  canvas.paragraph(
    'Each identity climbs five rungs. It is proven where every rung that is expected of it passes. What was not assessed is empty and dashed: it never counts as passed.',
    looks.body,
    4,
  )
  canvas.paragraph(provenText(source), { ...looks.body, font: 'bold' }, 20)
  drawLadder(canvas, summary.ladder)
  await rest()
  drawControls(canvas, summary.frameworks)
  await rest()
  await drawFindings(canvas, source, findings, rest)
  drawExceptions(canvas, summary.exceptions)
  await rest()
  drawNotAssessed(canvas, summary)
  drawMethod(canvas, summary, lists)
}

function newDocument({ summary }: ReportSource): PDFKit.PDFDocument {
  const at = new Date(summary.asOf)
  const doc = new PDFDocument({
    autoFirstPage: false,
    size: 'A4',
    margins: { top: 0, bottom: 0, left: 0, right: 0 },
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en',
    displayTitle: true,
    info: {
      Title: shown(summary.name, 'regular'),
      Author: shown(summary.createdBy, 'regular'),
      Subject: `Evidence of TLS identity, report ${summary.id}`,
      Keywords: 'TLS, certificates, non-human identities, compliance',
      Creator: `Countersign ${summary.productVersion}`,
      CreationDate: at,
      ModDate: at,
    },
  })
  for (const name of fontNames) doc.registerFont(name, fontFile(name))
  return doc
}

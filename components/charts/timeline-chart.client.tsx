'use client'

import { CartesianGrid, ReferenceLine, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from 'recharts'
import { dayMs } from '#lib/core/time.ts'
import { Canvas, gridStroke, shorten, TipBox, tick, useFollow, useTones } from './canvas.client.tsx'
import { timeLabel, timeTicks } from './time-axis.ts'
import type { Tone } from './tone.ts'

export interface TimelineEvent {
  /** The lane: one identity, one endpoint. */
  readonly lane: string
  /** ISO 8601. */
  readonly at: string
  readonly text: string
  readonly href?: string
  readonly tone: Tone
}

/** What happened and what is due, one lane per thing, with now marked; the axis is in minutes, hours or days, as the span is. `from`, `to` and `now` are ISO 8601. */
export function TimelineChart({
  events,
  from,
  to,
  now,
  labelWidth = 140,
}: {
  events: readonly TimelineEvent[]
  from: string
  to: string
  now: string
  labelWidth?: number
}) {
  const follow = useFollow()
  const { edge, fill, pattern } = useTones()
  const rows = events.map((event) => ({ ...event, x: Date.parse(event.at) }))
  const start = Date.parse(from)
  const end = Date.parse(to)
  const lanes = new Set(events.map((event) => event.lane)).size
  return (
    <Canvas height={lanes * 28 + 56}>
      <ScatterChart margin={{ top: 20, right: 16, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <defs>{pattern}</defs>
        <CartesianGrid stroke={gridStroke} vertical={false} />
        <XAxis
          type="number"
          dataKey="x"
          domain={[start, end]}
          ticks={timeTicks(start, end)}
          allowDataOverflow
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: gridStroke }}
          tickFormatter={(ms) => timeLabel(Number(ms), end - start)}
          minTickGap={24}
        />
        <YAxis
          type="category"
          dataKey="lane"
          width={labelWidth}
          tick={tick}
          tickLine={false}
          axisLine={false}
          allowDuplicatedCategory={false}
          interval={0}
          tickFormatter={(lane) => shorten(String(lane), labelWidth)}
        />
        <ReferenceLine
          x={Date.parse(now)}
          stroke="var(--ink)"
          strokeDasharray="4 3"
          label={{ value: end - start > 7 * dayMs ? 'today' : 'now', position: 'top', ...tick }}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={false}
          content={({ active, payload }) => {
            const row = rows.find((one) => one === payload[0]?.payload)
            return active && row !== undefined ? (
              <TipBox>
                <b>{row.lane}</b>
                <div>{row.text}</div>
                <div className="text-ink-3">{row.at.slice(0, 16).replace('T', ' ')} UTC</div>
              </TipBox>
            ) : null
          }}
        />
        <Scatter
          data={rows}
          isAnimationActive={false}
          cursor="pointer"
          onClick={(_point, index) => follow(rows[index]?.href)}
          shape={({ cx = 0, cy = 0, index }: { cx?: number | undefined; cy?: number | undefined; index: number }) => (
            <path
              d={`M${cx} ${cy - 6}l6 6-6 6-6-6z`}
              fill={fill(rows[index]?.tone ?? 'unknown')}
              {...edge(rows[index]?.tone ?? 'unknown')}
            />
          )}
        />
      </ScatterChart>
    </Canvas>
  )
}

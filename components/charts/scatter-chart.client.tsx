'use client'

import { ScatterChart as Base, CartesianGrid, ReferenceLine, Scatter, Tooltip, XAxis, YAxis } from 'recharts'
import { dayMs, hourMs, minuteMs } from '#lib/core/time.ts'
import { Canvas, gridStroke, TipBox, tick, useFollow, useTones } from './canvas.client.tsx'
import type { Tone } from './tone.ts'

export interface AgePoint {
  readonly label: string
  /** Milliseconds that the policy allows. */
  readonly allowedMs: number
  readonly ageMs: number
  readonly href?: string
  readonly tone: Tone
}

const steps = [minuteMs, hourMs, 6 * hourMs, dayMs, 7 * dayMs, 30 * dayMs, 90 * dayMs, 365 * dayMs, 1095 * dayMs]

/** Age against what is allowed, on logarithmic axes, since lives run from minutes to years; above the line is overdue. */
export function AgeScatterChart({ data, height = 280 }: { data: readonly AgePoint[]; height?: number }) {
  const follow = useFollow()
  const { edge, fill, pattern } = useTones()
  const rows = data.map((point) => ({
    ...point,
    x: Math.max(minuteMs, point.allowedMs),
    y: Math.max(minuteMs, point.ageMs),
  }))
  const low = steps.findLast((step) => rows.every((row) => row.x >= step && row.y >= step)) ?? minuteMs
  const high =
    steps.find((step) => rows.every((row) => row.x <= step && row.y <= step)) ??
    Math.max(...rows.flatMap((row) => [row.x, row.y]))
  const axis = {
    type: 'number',
    scale: 'log',
    domain: [low, high],
    allowDataOverflow: true,
    ticks: steps.filter((step) => step >= low && step <= high),
    tick,
    tickLine: false,
    tickFormatter: shortDuration,
  } as const
  return (
    <Canvas height={height}>
      <Base margin={{ top: 12, right: 24, bottom: 16, left: 4 }} accessibilityLayer={false}>
        <defs>{pattern}</defs>
        <CartesianGrid stroke={gridStroke} />
        <XAxis
          {...axis}
          dataKey="x"
          axisLine={{ stroke: gridStroke }}
          label={{ value: 'allowed age', position: 'insideBottom', offset: -10, ...tick }}
        />
        <YAxis
          {...axis}
          dataKey="y"
          width={44}
          axisLine={{ stroke: gridStroke }}
          label={{ value: 'age', angle: -90, position: 'insideLeft', ...tick }}
        />
        <ReferenceLine
          segment={[
            { x: low, y: low },
            { x: high, y: high },
          ]}
          stroke="var(--ink)"
          strokeDasharray="4 3"
          label={{ value: 'due', position: 'insideTopRight', ...tick }}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={false}
          content={({ active, payload }) => {
            const row = rows.find((one) => one === payload[0]?.payload)
            return active && row !== undefined ? (
              <TipBox>
                <b>{row.label}</b>
                <div>
                  {shortDuration(row.ageMs)} of {shortDuration(row.allowedMs)} allowed
                </div>
              </TipBox>
            ) : null
          }}
        />
        <Scatter
          data={rows}
          isAnimationActive={false}
          cursor="pointer"
          onClick={(_point, index) => follow(rows[index]?.href)}
          shape={({ cx, cy, index }: { cx?: number | undefined; cy?: number | undefined; index: number }) => (
            <circle
              cx={cx}
              cy={cy}
              r={5}
              fill={fill(rows[index]?.tone ?? 'unknown')}
              {...edge(rows[index]?.tone ?? 'unknown')}
            />
          )}
        />
      </Base>
    </Canvas>
  )
}

function shortDuration(ms: number): string {
  const units = [
    ['y', 365 * dayMs],
    ['d', dayMs],
    ['h', hourMs],
    ['min', minuteMs],
  ] as const
  const [name, length] = units.find(([, size]) => ms >= size) ?? (['s', 1000] as const)
  return `${Math.round(ms / length)} ${name}`
}

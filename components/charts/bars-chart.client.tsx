'use client'

import { Bar, BarChart, CartesianGrid, Cell, LabelList, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { Canvas, gridStroke, labelStyle, shorten, TipBox, tick, useFollow, useTones } from './canvas.client.tsx'
import type { Tone } from './tone.ts'

export interface BarDatum {
  readonly label: string
  readonly value: number
  /** What stands at the bar; the value itself where absent. */
  readonly text?: string
  readonly href?: string
  readonly tone?: Tone
}

/** One lying bar per thing, from zero. `mark` draws a line across, such as 100 % of the policy. */
export function BarsChart({
  data,
  mark,
  labelWidth = 120,
}: {
  data: readonly BarDatum[]
  mark?: { readonly value: number; readonly label: string }
  labelWidth?: number
}) {
  const follow = useFollow()
  const { pattern, fill, edge } = useTones()
  const rows = data.map((datum) => ({ ...datum, text: datum.text ?? datum.value.toLocaleString('en') }))
  const top = Math.max(mark?.value ?? 0, ...data.map((datum) => datum.value))
  return (
    <Canvas height={Math.max(120, data.length * 30 + (mark === undefined ? 12 : 30))}>
      <BarChart
        data={rows}
        layout="vertical"
        margin={{ top: mark === undefined ? 4 : 20, right: 64, bottom: 4, left: 0 }}
        accessibilityLayer={false}
        barCategoryGap={6}
      >
        <defs>{pattern}</defs>
        <CartesianGrid horizontal={false} stroke={gridStroke} />
        <XAxis type="number" domain={[0, top === 0 ? 1 : top]} hide />
        <YAxis
          type="category"
          dataKey="label"
          width={labelWidth}
          tick={tick}
          tickLine={false}
          axisLine={false}
          tickFormatter={(label) => shorten(String(label), labelWidth)}
          interval={0}
        />
        <Tooltip
          cursor={{ fill: 'var(--hover)' }}
          isAnimationActive={false}
          content={({ active, payload }) => {
            const datum = rows.find((row) => row === payload[0]?.payload)
            return active && datum !== undefined ? (
              <TipBox>
                {datum.label}: <b>{datum.text}</b>
              </TipBox>
            ) : null
          }}
        />
        <Bar
          dataKey="value"
          isAnimationActive={false}
          maxBarSize={18}
          radius={[0, 2, 2, 0]}
          onClick={(_bar, index) => follow(rows[index]?.href)}
        >
          {rows.map((row) => (
            <Cell
              key={row.label}
              fill={fill(row.tone ?? 'accent')}
              {...edge(row.tone ?? 'accent')}
              cursor={row.href === undefined ? 'default' : 'pointer'}
            />
          ))}
          <LabelList dataKey="text" position="right" style={labelStyle} />
        </Bar>
        {mark === undefined ? null : (
          <ReferenceLine
            x={mark.value}
            stroke="var(--ink)"
            strokeDasharray="4 3"
            label={{ value: mark.label, position: 'top', ...tick }}
          />
        )}
      </BarChart>
    </Canvas>
  )
}

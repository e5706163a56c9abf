'use client'

import { Bar, BarChart, CartesianGrid, LabelList, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { Canvas, gridStroke, labelStyle, TipBox, tick, useFollow, useTones } from './canvas.client.tsx'
import type { Tone } from './tone.ts'

export interface StackedDatum {
  readonly label: string
  /** By the key of the series. */
  readonly values: Readonly<Record<string, number>>
  readonly hrefs?: Readonly<Record<string, string>>
}

export interface StackedSeries {
  readonly key: string
  readonly label: string
  readonly tone: Tone
}

/** Standing or lying bars of parts, from zero, with the sum at the end; `beside` puts the parts next to one another. `today` is the label of the bucket that holds now. */
export function StackedBarsChart({
  data,
  series,
  today,
  lying = false,
  beside = false,
  height = 240,
  labelWidth = 120,
}: {
  data: readonly StackedDatum[]
  series: readonly StackedSeries[]
  today?: string
  lying?: boolean
  beside?: boolean
  height?: number
  labelWidth?: number
}) {
  const follow = useFollow()
  const { pattern, fill, edge } = useTones()
  const rows = data.map((datum) => ({
    ...datum,
    total: series.reduce((sum, { key }) => sum + (datum.values[key] ?? 0), 0),
  }))
  const category = { dataKey: 'label', tick, tickLine: false, axisLine: { stroke: gridStroke } } as const
  const number = { type: 'number', tick, tickLine: false, axisLine: false, allowDecimals: false } as const
  return (
    <Canvas height={lying ? Math.max(120, data.length * 30 + 12) : height}>
      <BarChart
        data={rows}
        layout={lying ? 'vertical' : 'horizontal'}
        margin={{ top: 22, right: lying ? 40 : 8, bottom: 0, left: 0 }}
        accessibilityLayer={false}
        barCategoryGap={lying ? 6 : '18%'}
      >
        <defs>{pattern}</defs>
        <CartesianGrid vertical={lying} horizontal={!lying} stroke={gridStroke} />
        {lying ? <XAxis {...number} hide /> : <XAxis {...category} interval="preserveStartEnd" minTickGap={4} />}
        {lying ? (
          <YAxis type="category" {...category} width={labelWidth} axisLine={false} interval={0} />
        ) : (
          <YAxis {...number} width={32} />
        )}
        <Tooltip
          cursor={{ fill: 'var(--hover)' }}
          isAnimationActive={false}
          content={({ active, payload }) => {
            const row = rows.find((one) => one === payload[0]?.payload)
            if (!active || row === undefined) return null
            return (
              <TipBox>
                <b>{row.label}</b>
                {series
                  .filter(({ key }) => (row.values[key] ?? 0) > 0)
                  .map(({ key, label }) => (
                    <div key={key}>
                      {label}: {row.values[key]}
                    </div>
                  ))}
              </TipBox>
            )
          }}
        />
        {series.map(({ key, tone }, index) => (
          <Bar
            key={key}
            {...(beside ? {} : { stackId: 'all' })}
            name={key}
            dataKey={(row: StackedDatum) => row.values[key] ?? 0}
            fill={fill(tone)}
            {...edge(tone)}
            maxBarSize={lying ? 18 : 44}
            cursor="pointer"
            isAnimationActive={false}
            onClick={(_bar, at) => follow(rows[at]?.hrefs?.[key])}
          >
            {!beside && index === series.length - 1 ? (
              <LabelList
                dataKey="total"
                position={lying ? 'right' : 'top'}
                style={labelStyle}
                formatter={(total) => (total === 0 ? '' : total)}
              />
            ) : null}
          </Bar>
        ))}
        {today === undefined ? null : (
          <ReferenceLine
            {...(lying ? { y: today } : { x: today })}
            stroke="var(--ink)"
            strokeDasharray="4 3"
            label={{ value: 'today', position: 'top', ...tick }}
          />
        )}
      </BarChart>
    </Canvas>
  )
}

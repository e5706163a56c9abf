import { hueOf } from './environment-mark.tsx'
import { type Layout, narrow, type PlacedEnvironment, size } from './layout.ts'

/** The lines of the picture, for both of its forms. What they say stands in the table of places. */
export function ClusterEdges({
  layout,
  indexOf,
}: {
  layout: Layout
  indexOf: (one: PlacedEnvironment) => number | null
}) {
  return (
    <>
      <svg
        aria-hidden="true"
        className="pointer-events-none absolute top-0 left-0 hidden @3xl:block"
        width={size.endpoint.left}
        height={layout.height}
        fill="none"
        strokeWidth="1.5"
      >
        {layout.environments.map((one) => (
          <Lines key={one.environment.name ?? ''} paths={wideLines(one, layout)} index={indexOf(one)} />
        ))}
      </svg>
      <svg
        aria-hidden="true"
        className="pointer-events-none absolute top-0 left-0 @3xl:hidden"
        width={narrow.endpoint}
        height={layout.narrowHeight}
        fill="none"
        strokeWidth="1.5"
      >
        {layout.environments.map((one) => (
          <Lines key={one.environment.name ?? ''} paths={narrowLines(one)} index={indexOf(one)} />
        ))}
      </svg>
    </>
  )
}

function Lines({ paths, index }: { paths: readonly string[]; index: number | null }) {
  return (
    <g style={hueOf(index)} className="stroke-(--hue)" strokeDasharray={index === null ? '4 3' : undefined}>
      {paths.map((d) => (
        <path key={d} d={d} />
      ))}
    </g>
  )
}

function curve(fromX: number, fromY: number, toX: number, toY: number): string {
  const middle = (fromX + toX) / 2
  return `M${fromX} ${fromY} C${middle} ${fromY} ${middle} ${toY} ${toX} ${toY}`
}

function wideLines({ environment, y, identities }: PlacedEnvironment, { height }: Layout): string[] {
  const hub = { x: size.hub.width, y: height / 2 }
  // Environments that stand as counts have no identities to lead to.
  if (identities.length === 0 && environment.endpoints > 0)
    return [curve(hub.x, hub.y, size.band.left, y + size.band.head / 2)]
  const { left, width, height: tall } = size.identity
  return identities.flatMap((one) => {
    const middle = one.y + tall / 2
    const out = one.places.map((place) =>
      curve(left + width, middle, size.endpoint.left - 4, place.y + size.endpoint.height / 2),
    )
    return [curve(hub.x, hub.y, left, middle), ...out]
  })
}

/** Down the trunk and out to the side; below each identity a smaller trunk of its own. */
function narrowLines({ environment, narrowY, identities }: PlacedEnvironment): string[] {
  const elbow = (x: number, fromY: number, toX: number, toY: number) =>
    `M${x} ${fromY} V${toY - 5} Q${x} ${toY} ${x + 5} ${toY} H${toX}`
  const side = narrow.identity + 8
  if (identities.length === 0 && environment.endpoints > 0)
    return [elbow(narrow.trunk, narrow.hub, narrow.band, narrowY + size.band.head / 2)]
  return identities.flatMap((one) => {
    const middle = one.narrowY + (narrow.row - 4) / 2
    const out = one.places.map((place) =>
      elbow(side, one.narrowY + narrow.row - 4, narrow.endpoint - 2, place.narrowY + size.endpoint.height / 2),
    )
    return [elbow(narrow.trunk, narrow.hub, narrow.identity, middle), ...out]
  })
}

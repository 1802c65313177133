import type { PlannedRollout, TimeSpan } from './plan.ts'

/** One bar of the chart. */
export interface GanttBar extends TimeSpan {
  readonly section: string
  readonly label: string
  readonly kind: 'move' | 'watch'
}

/** A pause this long between batches is a window's and not the ledger's, and shows as a gap. */
const gapMilliseconds = 300_000
const mostBars = 120

/** Bars of a plan: batches that follow each other are one bar, the watching after a wave another. */
export const ganttOf = (planned: readonly PlannedRollout[]): readonly GanttBar[] => {
  const bars = planned.flatMap((rollout) => barsOf(rollout, gapMilliseconds, planned.length > 1))
  return bars.length <= mostBars
    ? bars
    : planned
        .flatMap((rollout) => barsOf(rollout, Number.POSITIVE_INFINITY, planned.length > 1))
        .slice(0, mostBars)
}

const barsOf = ({ service, waves }: PlannedRollout, gap: number, isOneOfMany: boolean): readonly GanttBar[] =>
  waves.flatMap(({ batches, steps, bake, exposure }, at) => {
    const section = `${isOneOfMany ? `${service} ` : ''}wave ${at + 1} to ${exposure}`
    const bars: { from: string; until: string; count: number; zones: Set<string> }[] = []
    for (const [index, { from, until, zones }] of steps.entries()) {
      const last = bars.at(-1)
      const count = batches[index]!.length
      if (last !== undefined && Date.parse(from) - Date.parse(last.until) < gap) {
        last.until = until
        last.count += count
        for (const zone of zones) last.zones.add(zone)
      } else bars.push({ from, until, count, zones: new Set(zones) })
    }
    return [
      ...bars.map(({ from, until, count, zones }): GanttBar => {
        const where = zones.size === 0 || zones.size > 3 ? '' : ` in ${[...zones].join(' and ')}`
        return { section, label: `restart ${count}${where}`, kind: 'move', from, until }
      }),
      { section, label: 'watch', kind: 'watch', ...bake },
    ]
  })

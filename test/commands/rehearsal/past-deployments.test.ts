/** What counts as a deployment of the past, where none is recorded. */
import { expect, test } from 'vitest'
import { pastDeployments } from '../../../src/commands/rehearsal/past-deployments.ts'
import { lineOf } from '../../sources/line-of-parts.ts'

const day = 86_400
const parts = 1000
const hours = 6
const index = lineOf(parts, hours)
const head = parts - 1

/** Deployments of the last `days`, with releases at these places. */
const found = (days: number, ...positions: readonly number[]) => {
  const { source, deployments } = pastDeployments({
    ...{ index, head, recorded: [], published: [] },
    releases: positions.toReversed().map((position) => ({ position, tag: `v${position}.0` })),
    from: index.parts.time.get(head) - days * day,
  })
  return `${source}: ${deployments.length} of ${deployments.reduce((sum, { base, position }) => sum + position - base, 0)}`
}

test.each<[string, number, readonly number[], string]>([
  ['no release: every landing', 25, [], 'landings: 101 of 101'],
  ['one every week or so', 25, [870, 900, 930, 960, 990], 'tags: 4 of 120'],
  ['one alone is no way of working', 25, [900, 990], 'landings: 101 of 101'],
  // A first release after years would be asked about all that landed in them.
  ['the first after years tells of itself alone', 50, [10, 850, 900, 960, 990], 'tags: 3 of 140'],
  ['a few on the line, most on branches', 200, [300, 310, 330], 'landings: 801 of 801'],
])('%s', (_, days, releases, deployments) => expect(found(days, ...releases)).toBe(deployments))

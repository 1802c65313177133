/** What is rolled out, on one line. */
import { formatCount } from '../domain/counting.ts'
import type { CommandEvent, StartedEvent } from '../rollout/events.ts'
import { formatPercent, formatPlural } from './numbers.ts'
import { sayComing } from './times.ts'

/** What is known of a release before it begins. */
export type Release = Pick<
  StartedEvent,
  'service' | 'from' | 'to' | 'fleetSize' | 'risk' | 'capacityFloor' | 'earliestFinish'
> & { readonly waves: readonly { readonly exposure: number }[] }

/** "web v811 → v812, 300 instances · risk 4.4 % (high): waves 1, 10, 100, 300 · at least 270 serving · done about 15:13 UTC" */
export const sayRelease = (release: Release, now: string): string => {
  const { service, from, to, fleetSize, risk, waves, capacityFloor, earliestFinish } = release
  const exposures = waves.map(({ exposure }) => formatCount(exposure)).join(', ')
  return [
    `${service} ${sayVersions(from)} → ${to}, ${formatPlural(fleetSize, 'instance')}`,
    `risk ${sayRisk(risk)}: ${waves.length === 1 ? 'wave' : 'waves'} ${exposures}`,
    `at least ${formatCount(capacityFloor)} serving`,
    `done about ${sayComing(earliestFinish, now)}`,
  ].join(' · ')
}

export const sayVersions = (versions: readonly string[]): string =>
  versions.length === 0
    ? 'an unknown version'
    : versions.length <= 2
      ? versions.join(' and ')
      : `${formatCount(versions.length)} versions`

const sayRisk = ({ probability, band, uncertain }: StartedEvent['risk']): string =>
  uncertain ? `uncertain (counts as ${band})` : `${formatPercent(probability)} (${band})`

/** "mira", "mira "LB ticket"": who gave a command, and why where they said so. */
export const sayPerson = ({ by, reason }: CommandEvent): string => (reason === '' ? by : `${by} "${reason}"`)

import type { Sample } from '../../clients/prometheus/answer.ts'
import { SourceError } from '../../domain/errors.ts'

/** Which instance of the fleet a series is of; null where it is of none. @throws SourceError where it may be of two */
export type InstanceOf = (labels: Sample['labels']) => string | null

/**
 * Finds a series' instance by its labels, most certain first:
 * 1. a label whose value is the id (instance="web-1:9100", pod="web-1");
 * 2. a label whose value is the id and a port (instance="web-1:9100" for web-1);
 * 3. the same host with another port (instance="web-1:9100" for web-1:2222).
 */
export const findInstances = (ids: readonly string[]): InstanceOf => {
  const byId = new Map(ids.map((id) => [id, [id]]))
  const byHost = new Map<string, string[]>()
  for (const id of ids) {
    const host = hostOf(id)
    if (host !== null) byHost.set(host, [...(byHost.get(host) ?? []), id])
  }
  const steps: readonly ((value: string) => readonly string[])[] = [
    (value) => byId.get(value) ?? [],
    (value) => byId.get(hostOf(value) ?? '') ?? [],
    (value) => byHost.get(hostOf(value) ?? '') ?? [],
  ]
  return (labels) => {
    const values = Object.entries(labels).flatMap(([name, value]) => (name === 'le' ? [] : [value]))
    for (const step of steps) {
      const found = [...new Set(values.flatMap(step))]
      if (found.length > 1)
        throw new SourceError(
          `a series may be of ${found[0]} or of ${found[1]} (${sayLabels(labels)}); keep one label that tells, as in sum by (instance) (…)`,
        )
      if (found[0] !== undefined) return found[0]
    }
    return null
  }
}

/** The host of host:port; null where there is no port. */
const hostOf = (value: string): string | null => /^(.+):\d{1,5}$/.exec(value)?.[1] ?? null

/** Why nothing was found: what the series say, beside what the fleet is called. */
export const sayStrangers = (samples: readonly Sample[], ids: readonly string[]): string =>
  samples.length === 0
    ? 'its answer is empty: the query finds nothing of the last minute'
    : `none of its ${samples.length} series is of the fleet: they say ${sayLabels(samples[0]!.labels)}, instances are called ${ids.slice(0, 2).join(', ')}`

const sayLabels = (labels: Sample['labels']): string => {
  const said = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  const text = `{${said.join(', ')}}`
  return text.length > 150 ? `${text.slice(0, 149)}…` : text
}

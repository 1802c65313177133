import { bands } from '../../domain/decision.ts'
import { readDuration } from '../duration.ts'
import { entriesOf, field, itemsOf } from '../loose.ts'
import { nearest } from '../nearest.ts'
import { describe, type PathStep, type Problem, type Remark } from '../problems.ts'
import { sentenceOf, wanted } from '../reading.ts'
import { windowProblems } from '../window-rules.ts'
import type { Locate } from '../yaml-file.ts'
import { type ExposureStep, readAmount, readExposureStep } from './amount.ts'
import { rolloutDefaults as defaults } from './defaults.ts'
import { drivers } from './drivers/all.ts'

/** What no single value of a rollout plan can say: pairs that must fit together, names that must exist. */
export const planReferenceProblems = async (file: unknown, locate: Locate): Promise<readonly Problem[]> => {
  const remarks = [
    ...afterRemarks(file),
    ...targetRemarks(file),
    ...zoneRemarks(file),
    ...batchRemarks(file),
    ...deadlineRemarks(file),
    ...exposureRemarks(file),
    ...gateRemarks(file),
    ...customerRemarks(file),
    ...(await windowRemarks(file)),
  ]
  return remarks.map((remark) => ({ ...locate(remark.path), ...remark }))
}

const afterRemarks = (file: unknown): readonly Remark[] =>
  itemsOf(field(file, 'after')).flatMap((name, at) =>
    name === field(file, 'service')
      ? [{ path: ['after', at], message: `got ${describe(name)}, the service itself, wanted another` }]
      : [],
  )

const driverOf = (file: unknown) =>
  drivers.find(({ name }) => name === field(field(file, 'targets'), 'driver'))

const targetRemarks = (file: unknown): readonly Remark[] => {
  const restart = field(field(file, 'targets'), 'restart')
  if (driverOf(file)?.name !== 'haproxy' || entriesOf(restart).length === 0) return []
  const said = ['exec', 'ssh'].filter((key) => field(restart, key) !== undefined).length
  return said === 1
    ? []
    : [
        {
          path: ['targets', 'restart'],
          message: `got ${said === 0 ? 'neither' : 'both'}, wanted exec or ssh`,
        },
      ]
}

/** Of an instance in two zones nobody knows what is out of service with it. */
const zoneRemarks = (file: unknown): readonly Remark[] => {
  const homes = new Map<unknown, string>()
  return entriesOf(field(field(file, 'targets'), 'zones')).flatMap(([zone, ids]) =>
    itemsOf(ids).flatMap((id, at): readonly Remark[] => {
      const home = homes.get(id)
      homes.set(id, zone)
      return home === undefined
        ? []
        : [
            {
              path: ['targets', 'zones', zone, at],
              message: `got ${describe(id)}, which is in zone ${home} already, wanted every instance in one zone`,
            },
          ]
    }),
  )
}

const batchRemarks = (file: unknown): readonly Remark[] => {
  const batch = field(file, 'batch')
  const surge = readAmount(field(batch, 'max-surge') ?? defaults.maxSurge)
  const unavailable = readAmount(field(batch, 'max-unavailable') ?? '10%')
  const driver = driverOf(file)
  if (!surge.ok || !unavailable.ok || driver === undefined) return []
  const isNone = (amount: typeof surge.value) => (amount.kind === 'count' ? amount.count : amount.share) === 0
  if (!isNone(surge.value) && !driver.surges) {
    const able = drivers.filter(({ surges }) => surges).map(({ name }) => name)
    return [
      {
        path: ['batch', 'max-surge'],
        message: `got ${surge.value.text}, wanted 0: ${driver.name} starts nothing beside the old (${able.join(', ')} do)`,
      },
    ]
  }
  return isNone(surge.value) && isNone(unavailable.value)
    ? [
        {
          path: ['batch', 'max-unavailable'],
          message: `got ${unavailable.value.text} with max-surge ${surge.value.text}, wanted one of them above 0, or nothing can move`,
        },
      ]
    : []
}

const deadlineRemarks = (file: unknown): readonly Remark[] => {
  const health = field(file, 'health')
  const keys = [
    ['min-healthy-time', defaults.minHealthyTime],
    ['healthy-deadline', defaults.healthyDeadline],
    ['progress-deadline', defaults.progressDeadline],
  ] as const
  const lengths = keys.map(([key, silent]) => readDuration(field(health, key) ?? silent))
  return keys.slice(1).flatMap(([key], at): readonly Remark[] => {
    const [shorter, longer] = [lengths[at]!, lengths[at + 1]!]
    const before = keys[at]![0]
    if (!shorter.ok || !longer.ok || longer.value.seconds > shorter.value.seconds) return []
    const written = field(health, key) === undefined ? before : key
    return [
      {
        path: ['health', written],
        message: `${before} is ${shorter.value.text} and ${key} ${longer.value.text}, wanted a ${key} longer than the ${before}`,
      },
    ]
  })
}

const exposureRemarks = (file: unknown): readonly Remark[] =>
  bands.flatMap((band): readonly Remark[] => {
    const steps = itemsOf(field(field(file, 'exposure'), band))
    const growth = field(field(file, 'growth'), band)
    if (growth !== undefined && steps.length > 0) {
      return [
        {
          path: ['growth', band],
          message: `got a growth and an exposure for ${band}, wanted one of them (delete the other)`,
        },
      ]
    }
    return steps.flatMap((step, at) => {
      const read = readExposureStep(step)
      if (!read.ok) return []
      // Counts, percentages and zones can only be compared once the fleet is known: each kind must rise by itself.
      const before = steps.slice(0, at).flatMap((earlier) => {
        const reading = readExposureStep(earlier)
        return reading.ok && reading.value.kind === read.value.kind ? [reading.value] : []
      })
      const last = before.at(-1)
      const size = (step: ExposureStep) =>
        step.kind === 'count' ? step.count : step.kind === 'share' ? step.share : step.zones
      return last === undefined || size(last) < size(read.value)
        ? []
        : [
            {
              path: ['exposure', band, at],
              message: `got ${read.value.text} after ${last.text}, wanted more: each step counts all that run the new version`,
            },
          ]
    })
  })

const gateRemarks = (file: unknown): readonly Remark[] => {
  const driver = driverOf(file)
  const gate = field(file, 'gate')
  const metrics = entriesOf(field(gate, 'metrics'))
  if (driver === undefined) return []
  const remarks = metrics.flatMap(([name, metric]): readonly Remark[] => {
    const path = ['gate', 'metrics', name]
    const source = field(metric, 'source')
    if (source === 'haproxy' && driver.countsErrors !== 'haproxy')
      return [
        { path: [...path, 'source'], message: `got "haproxy" with driver ${driver.name}, wanted prometheus` },
      ]
    if (source !== 'prometheus') return []
    const needed = name === 'errors' ? ['url', 'query', 'requests-query'] : ['url', 'query']
    return needed.flatMap((key) =>
      field(metric, key) === undefined
        ? [{ path: [...path, key], message: 'missing, wanted with source: prometheus' }]
        : [],
    )
  })
  const isBlind = metrics.length === 0 && driver.countsErrors === null
  return isBlind && field(gate, 'on-no-data') !== 'health-only'
    ? [
        ...remarks,
        {
          path: ['gate', 'metrics'],
          message: `missing, wanted errors or latency (driver ${driver.name} counts neither), or on-no-data: health-only to trust health checks alone`,
        },
      ]
    : remarks
}

const customerRemarks = (file: unknown): readonly Remark[] => {
  const customers = entriesOf(field(file, 'customers'))
  const known = customers.map(([name]) => name)
  const empty = customers.flatMap(([name, where]) =>
    field(where, 'zones') === undefined && field(where, 'instances') === undefined
      ? [{ path: ['customers', name], message: 'does not say where, wanted zones or instances' }]
      : [],
  )
  const unknown = itemsOf(field(file, 'windows')).flatMap((window, at) =>
    itemsOf(field(window, 'customers')).flatMap((name, index): readonly Remark[] => {
      if (typeof name !== 'string' || known.includes(name)) return []
      const asked =
        known.length === 0 ? 'a customer that `customers` defines (there are none)' : 'a defined customer'
      return [
        {
          path: ['windows', at, 'customers', index],
          message: `got ${describe(name)}, ${sentenceOf(wanted(asked, nearest(name, known)))}`,
        },
      ]
    }),
  )
  return [...empty, ...unknown]
}

/** The rules of the configuration file's windows, asked of this file's: the paths lose the environment they borrowed. */
const windowRemarks = async (file: unknown): Promise<readonly Remark[]> => {
  const remarks = await windowProblems({
    environments: { plan: { windows: itemsOf(field(file, 'windows')) } },
  })
  return remarks.map(({ path, message }) => ({
    path: path.length < 3 ? ['windows'] : (path.slice(2) as readonly PathStep[]),
    message,
  }))
}

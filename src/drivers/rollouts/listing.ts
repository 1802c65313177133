import { nearest } from '../../config/nearest.ts'
import { SourceError } from '../../domain/errors.ts'
import type { Instance } from '../../rollout/fleet.ts'

/**
 * Instances as commands and agents of the user's tell them, in the words of the plan file:
 *
 *     {"id": "web-1", "version": "v811", "healthy": true, "in-rotation": true, "zone": "az-a", "role": "leader"}
 *
 * Nothing is guessed: a wrong or misspelt key could make an instance look healthy that nobody has asked.
 */

const keys = ['id', 'version', 'healthy', 'in-rotation', 'zone', 'role', 'capacity-weight'] as const
type Key = (typeof keys)[number]
type Entry = Readonly<Partial<Record<Key, unknown>>>

const mostInstances = 100_000
const heaviest = 1_000_000

/**
 * Reads one JSON object a line, or one JSON list of them. `where` begins every message: "targets.list".
 * @throws SourceError naming line and key; also for a list without instances, and for an id that comes twice.
 */
export const parseListing = (text: string, where: string): readonly Instance[] => {
  const instances = entriesOf(text, where).map(({ value, at }) => readInstance(value, at))
  if (instances.length === 0)
    throw new SourceError(`${where}: it lists no instance; wanted one JSON object a line, with ${listed()}`)
  if (instances.length > mostInstances)
    throw new SourceError(`${where}: it lists ${instances.length} instances, more than ${mostInstances}`)
  const seen = new Set<string>()
  for (const { id } of instances) {
    if (seen.has(id)) throw new SourceError(`${where}: ${show(id)} is listed twice; wanted every id once`)
    seen.add(id)
  }
  return instances
}

/**
 * Reads one instance; `where` names the place of the value. With `id` given, the value need not have one, and must not
 * have another. Where it is not healthy, its version may be null: who cannot be asked cannot say.
 * @throws SourceError
 */
export const readInstance = (value: unknown, where: string, id?: string): Instance => {
  const entry = entryOf(value, where)
  const wanted = (key: Key, what: string): SourceError =>
    new SourceError(
      entry[key] === undefined
        ? `${where}: ${key} is missing, wanted ${what}`
        : `${where}: ${key} must be ${what}, got ${show(entry[key])}`,
    )
  const flag = (key: Key): boolean => {
    const said = entry[key]
    if (typeof said !== 'boolean') throw wanted(key, 'true or false')
    return said
  }
  const name = (key: Key, what: string): string => {
    const said = entry[key]
    if (!isName(said)) throw wanted(key, `${what} of 1 to 100 characters that can be seen`)
    return said
  }
  if (id !== undefined && entry.id !== undefined && entry.id !== id) throw wanted('id', show(id))
  const healthy = flag('healthy')
  const version = !healthy && (entry.version ?? '') === '' ? '' : name('version', 'a version')
  const weight = entry['capacity-weight'] ?? 1
  if (typeof weight !== 'number' || !(weight > 0 && weight <= heaviest))
    throw wanted('capacity-weight', `a number above 0, at most ${heaviest}`)
  const isLeader = entry.role != null && name('role', '"leader" or another role').toLowerCase() === 'leader'
  return {
    id: id ?? name('id', 'a name'),
    version,
    healthy,
    inRotation: flag('in-rotation'),
    ...(entry.zone != null && { zone: name('zone', 'a name') }),
    ...(isLeader && { role: 'leader' as const }),
    ...(entry['capacity-weight'] != null && { capacityWeight: weight }),
  }
}

const entriesOf = (text: string, where: string) => {
  const trimmed = text.replace(/^\uFEFF/, '')
  if (!/^\s*\[/.test(trimmed)) return linesOf(trimmed, where)
  const list = parse(trimmed, where) as readonly unknown[]
  return list.map((value, at) => ({ value, at: `${where}, entry ${at + 1}` }))
}

const linesOf = (text: string, where: string) =>
  text.split('\n').flatMap((line, index) => {
    const at = `${where}, line ${index + 1}`
    return line.trim() === '' ? [] : [{ value: parse(line, at), at }]
  })

const parse = (json: string, where: string): unknown => {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new SourceError(`${where}: no JSON: ${show(json.trim())}`, { cause })
  }
}

const entryOf = (value: unknown, where: string): Entry => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SourceError(`${where}: wanted a JSON object with ${listed()}, got ${show(value)}`)
  const unknown = Object.keys(value).find((key) => !keys.some((known) => known === key))
  if (unknown === undefined) return value
  const meant = nearest(unknown.replace(/_/g, '-').replace(/(?<=[a-z])(?=[A-Z])/g, '-'), keys)
  throw new SourceError(
    `${where}: unknown key ${show(unknown)}, ${meant === undefined ? `wanted ${listed()}` : `did you mean ${meant}?`}`,
  )
}

/** As names in the plan file are. */
const isName = (value: unknown): value is string =>
  typeof value === 'string' && /^\S(?:.{0,98}\S)?$/.test(value) && !/\p{Cc}/u.test(value)

const listed = (): string => keys.join(', ').replace(/, (?=[^,]*$)/, ' and ')

const show = (value: unknown): string => {
  const json = JSON.stringify(value) ?? 'nothing'
  return json.length > 80 ? `${json.slice(0, 79)}…` : json
}

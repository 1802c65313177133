/**
 * Who is on call, as a team writes it down, or whatever plans its shifts:
 *
 *     shifts:
 *       - { who: "@mira", from: 2026-03-09T09:00, to: 2026-03-16T09:00, time-zone: Europe/Paris }
 *     always: ["@acme/on-call"]      # where no shift is on
 *
 * It only says who is asked. Whose word counts is for GitHub's permissions and the policy to say.
 */
import type { NamedReviewer } from '../config/configuration.ts'
import { defaults } from '../config/defaults.ts'
import { readLocalTime } from '../config/local-time.ts'
import { readNamedReviewer } from '../config/reviewer.ts'
import { readTimeZone } from '../config/time-zone.ts'
import { zoneClock } from './zone-clock.ts'

export interface OnCall {
  readonly who: readonly NamedReviewer[]
  /** What counts for nothing, each with the mend. */
  readonly problems: readonly string[]
}

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined

/** Reads the file as it is at a moment; `path` is only told. What is wrong with one shift spoils no other. */
export const readOnCall = async (text: string, path: string, now: Date): Promise<OnCall> => {
  const { readYamlFile } = await import('../config/yaml-file.ts')
  const file = readYamlFile(text)
  if (file.outcome === 'refused')
    return { who: [], problems: [`${path}: ${file.problems[0]?.message ?? 'cannot be read'}`] }
  const problems: string[] = []
  const people = (value: unknown, where: string): readonly NamedReviewer[] =>
    listOf(value).flatMap((each) => {
      const reading = readNamedReviewer(each)
      if (reading.ok) return [reading.value]
      problems.push(`${path}: ${where}: wanted ${reading.wanted}`)
      return []
    })
  const isOn = (shift: unknown, where: string): boolean => {
    const zone = readTimeZone(at(shift, 'time-zone') ?? defaults.timeZone)
    const [from, to] = [readLocalTime(at(shift, 'from')), readLocalTime(at(shift, 'to'))]
    const wrong = [zone, from, to].find((reading) => !reading.ok)
    if (wrong !== undefined && !wrong.ok) problems.push(`${path}: ${where}: wanted ${wrong.wanted}`)
    if (!zone.ok || !from.ok || !to.ok) return false
    const clock = zoneClock(zone.value)
    return clock.instantOf(from.value, 'first') <= now && now < clock.instantOf(to.value, 'last')
  }
  const shifts = listOf(at(file.value, 'shifts')).flatMap((shift, place) => {
    const where = `shift ${place + 1}`
    return isOn(shift, where) ? people(at(shift, 'who'), where) : []
  })
  const who = shifts.length > 0 ? shifts : people(at(file.value, 'always'), 'always')
  return { who, problems }
}

/** A policy that was read before is not read again, and is the same to the last value. */
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findConfiguration } from '../../../src/commands/gate/kept-policy.ts'
import type { Outside } from '../../../src/commands/gate/outside.ts'
import { policyFor } from '../../../src/commands/gate/policy.ts'
import { parseConfiguration } from '../../../src/config/load.ts'
import { ConfigError } from '../../../src/domain/errors.ts'
import { indexDirectory } from '../../../src/sources/index-place.ts'
import { open } from '../../clients/git/reading.ts'
import { makeRepository } from '../../e2e/repository.ts'

const policy = (text: string) => ({ path: 'change-risk.yml', text, blob: '' })
const full = `version: 1
mode: enforce
components:
  payments: { paths: ["services/payments/**"], depends-on: [database], customers: [shop] }
environments:
  production:
    components: [payments]
    soaked-in: { environment: staging, for: 2h }
    auto-approve: { review-riskiest: 12.5%, failure-rate: 0.5%, confidence: 95%, acts-on: [pull-requests] }
    review: [{ at-least: high, from: "@acme/payments", approvals: 2 }]
    never-auto-approve: ["db/**"]
    windows:
      - { name: weekend, cron: "0 18 * * 5", for: 60h, time-zone: Europe/Berlin, effect: review }
      - { name: sale, from: 2026-11-27, to: 2026-12-01, limit: 0.5 }
  staging:
incidents: [{ source: github-issues, labels: [incident] }]
outcome: { soak: 1h, maturity: 14d }
history: { lookback: 24mo }
experience: off
`

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kept-policy-'))
})
afterEach(() => rm(directory, { recursive: true }))

const find = (text: string, version = '1.0.0') => findConfiguration(policy(text), { directory, version })
const fileIn = (place: string) => join(place, 'policy.json')
const file = () => fileIn(directory)

test('the second answer is the first one', async () => {
  const read = await find(full)
  expect(read).toStrictEqual(await parseConfiguration(full, 'change-risk.yml'))
  expect(await find(full)).toStrictEqual(read)
})

/** Makes what is kept say something that no text says: whoever answers so has read it there. */
const mark = async (place = directory): Promise<void> => {
  const kept = JSON.parse(await readFile(fileIn(place), 'utf8'))
  const value = kept.value.replace('"enforce"', '"off"')
  const digest = createHash('sha256').update(value).digest('hex')
  await writeFile(fileIn(place), JSON.stringify({ ...kept, value, digest }))
}

test('it comes from what was kept', async () => {
  await find(full)
  await mark()
  expect((await find(full)).mode).toBe('off')
})

test.each([
  ['another text', `${full}# changed\n`, '1.0.0'],
  ['another release', full, '1.0.1'],
])('%s is read anew', async (_, text, version) => {
  await find(full)
  await mark()
  expect((await find(text, version)).mode).toBe('enforce')
})

test.each([
  ['cut', (text: string) => text.slice(0, -20)],
  ['changed', (text: string) => text.replace('enforce', 'observe')],
  ['no JSON', () => 'nothing'],
  ['empty', () => ''],
  ['something else', () => 'null'],
])('a copy that is %s is not believed', async (_, damage) => {
  await find(full)
  await writeFile(file(), damage(await readFile(file(), 'utf8')))
  expect((await find(full)).mode).toBe('enforce')
})

test('a policy that cannot be read is never kept', async () => {
  for (let time = 0; time < 2; time += 1) await expect(find('version: 2\n')).rejects.toThrow(ConfigError)
  await expect(readFile(file())).rejects.toThrow('ENOENT')
})

test('without a place to keep it, it is read every time', async () => {
  const nowhere = { directory: null, version: '1.0.0' }
  expect((await findConfiguration(policy(full), nowhere)).mode).toBe('enforce')
})

test('a place that cannot be written changes no answer', async () => {
  await writeFile(join(directory, 'file'), '')
  const options = { directory: join(directory, 'file'), version: '1.0.0' }
  expect((await findConfiguration(policy(full), options)).mode).toBe('enforce')
})

test('the command line keeps it beside the index; in the Action it is read every time, whatever lies there', async () => {
  const clone = await makeRepository()
  try {
    await clone.commit({ message: 'Ask', files: { '.github/change-risk.yml': full } })
    const repository = await open(clone.directory)
    const place = indexDirectory(repository, {})!
    const request = {
      directory: clone.directory,
      now: new Date(),
      version: '1.0.0',
      processEnvironment: {},
      progress: () => undefined,
    }
    const outside = { policyAt: async () => policy(full) } as unknown as Outside
    const inAction = async () =>
      (await policyFor(repository, { ...request, outside }, 'HEAD', [])).configuration.mode
    const onCommandLine = async () => (await policyFor(repository, request, 'HEAD', [])).configuration.mode
    expect(await inAction()).toBe('enforce')
    await expect(readdir(place)).rejects.toThrow('ENOENT')
    expect(await onCommandLine()).toBe('enforce')
    await mark(place)
    expect([await onCommandLine(), await inAction()]).toEqual(['off', 'enforce'])
    repository.objects.end()
  } finally {
    await clone.remove()
  }
})

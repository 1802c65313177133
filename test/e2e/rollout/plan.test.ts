/** What planning does to a fleet and to whatever lies beside it: it looks. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runCli } from '../cli.ts'
import { makeRepository } from '../repository.ts'
import { folderTargets, openFolderFleet } from './folder-fleet.ts'

const contentsOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path), 'base64')]),
  )

test('rollout plan asks the fleet how it is, runs no other verb, and leaves every file as it was', async () => {
  const repository = await makeRepository()
  const told = await makeRepository()
  onTestFinished(() => Promise.all([repository.remove(), told.remove()]).then(() => undefined))
  await repository.commit({ message: 'Begin', files: { 'src/a.ts': 'x\n' } })
  await repository.tag('v2')
  const log = join(told.directory, 'verbs')
  writeFileSync(log, '')
  const { driver, ...verbs } = folderTargets
  const telling = Object.entries(verbs).map(([verb, command]) => [verb, `echo ${verb} >> ${log}; ${command}`])
  const fleet = openFolderFleet(repository.directory, { targets: { driver, ...Object.fromEntries(telling) } })
  const before = contentsOf(repository.directory)

  for (const more of [[], ['--json'], ['--ledger', 'directory:journal']]) {
    const planned = await runCli(['rollout', 'plan', '--to', 'v2', '--risk', '2%', ...more], {
      cwd: repository.directory,
    })
    expect(planned.code, planned.stderr).toBe(0)
  }
  expect(new Set(readFileSync(log, 'utf8').trim().split('\n'))).toEqual(new Set(['list']))
  expect(fleet.versions()).toEqual(['v1 true', 'v1 true', 'v1 true'])
  expect(contentsOf(repository.directory)).toEqual(before)
})

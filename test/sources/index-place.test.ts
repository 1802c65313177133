import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Repository } from '../../src/clients/git/repository.ts'
import { indexDirectory } from '../../src/sources/index-place.ts'
import { open } from '../clients/git/reading.ts'
import { type Repository as Made, makeRepository } from '../e2e/repository.ts'

let made: Made
let folder: string
let opened: Repository
beforeAll(async () => {
  made = await makeRepository({ bare: true })
  folder = await realpath(await mkdtemp(join(tmpdir(), 'change-risk-place-')))
  opened = await open(made.directory)
})
afterAll(async () => {
  await made.remove()
  await rm(folder, { recursive: true, force: true })
})

test('inside the clone, where it may be written', () =>
  expect(indexDirectory(opened, { XDG_CACHE_HOME: folder })).toBe(join(made.directory, 'change-risk-index')))

test('in the user’s cache, where it may not: one folder a clone', () => {
  const place = (commonDirectory: string) =>
    indexDirectory({ ...opened, commonDirectory }, { XDG_CACHE_HOME: folder })
  const [one, other, again] = ['one', 'other', 'one'].map((name) =>
    place(join(folder, 'no such folder', name)),
  )
  expect(one).toMatch(new RegExp(`^${folder}/change-risk-gate/[0-9a-f]{16}$`))
  expect([one === again, one === other]).toEqual([true, false])
})

test('nowhere, where nothing may be written', async () => {
  await writeFile(join(folder, 'file'), '')
  const environment = { XDG_CACHE_HOME: join(folder, 'file') }
  expect(indexDirectory({ ...opened, commonDirectory: join(folder, 'file', 'git') }, environment)).toBeNull()
})

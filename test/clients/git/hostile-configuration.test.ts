/** Nobody's configuration changes an answer, and nothing but git itself is ever executed. */
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { HistoryIndex } from '../../../src/history/index.ts'
import { isolatedEnvironment } from '../../e2e/git.ts'
import type { Repository } from '../../e2e/repository.ts'
import { firstDifference, readHistory } from '../../history/reading.ts'
import { sampleRepository } from '../../history/sample.ts'

let repository: Repository
let plain: HistoryIndex
let home: string
/** Whoever runs this script leaves a line in `witness`. */
let trap: string
let witness: string
let untouched: string
beforeAll(async () => {
  repository = await sampleRepository()
  plain = (await readHistory(repository.directory)).index
  untouched = await readFile(join(repository.directory, '.git/config'), 'utf8')
  home = await mkdtemp(join(tmpdir(), 'change-risk-home-'))
  witness = join(home, 'witness')
  trap = join(home, 'trap')
  await writeFile(trap, `#!/bin/sh\necho "$0 $*" >> '${witness}'\ncat "$1" 2>/dev/null\n`)
  await chmod(trap, 0o755)
  await mkdir(join(home, 'hooks'))
  for (const hook of ['post-index-change', 'reference-transaction', 'fsmonitor-watchman']) {
    await writeFile(join(home, 'hooks', hook), `#!/bin/sh\necho hook >> '${witness}'\n`)
    await chmod(join(home, 'hooks', hook), 0o755)
  }
})
afterAll(async () => {
  await repository.remove()
  await rm(home, { recursive: true, force: true })
})
beforeEach(async () => {
  await writeFile(join(repository.directory, '.git/config'), untouched)
  await rm(join(home, '.gitconfig'), { force: true })
  await rm(witness, { force: true })
})

/** The history holds names, renames, failures and a merge, or the comparisons below would prove little. */
test('what is compared has something to lose', () => {
  expect(plain.length).toBe(9)
  expect([...plain.failuresFrom()].map(({ part, cause }) => [part, cause])).toEqual([
    [1, 'hotfix'],
    [3, 'revert'],
  ])
})

const settings: readonly (readonly [string, string])[] = [
  ['diff.external', 'TRAP'],
  ['diff.renames', 'false'],
  ['diff.renameLimit', '1'],
  ['diff.noprefix', 'true'],
  ['diff.mnemonicPrefix', 'true'],
  ['diff.srcPrefix', 'x/'],
  ['diff.algorithm', 'patience'],
  ['diff.orderFile', '.git/order'],
  ['diff.ignoreSubmodules', 'all'],
  ['diff.submodule', 'log'],
  ['diff.relative', 'true'],
  ['diff.context', '9'],
  ['diff.interHunkContext', '9'],
  ['diff.suppressBlankEmpty', 'true'],
  ['diff.wsErrorHighlight', 'all'],
  ['diff.colorMoved', 'zebra'],
  ['diff.statGraphWidth', '1'],
  ['core.quotePath', 'false'],
  ['core.pager', 'TRAP'],
  ['core.fsmonitor', 'TRAP'],
  ['core.hooksPath', 'HOME/hooks'],
  ['core.attributesFile', 'HOME/attributes'],
  ['core.bigFileThreshold', '1'],
  ['core.abbrev', '4'],
  ['core.autocrlf', 'true'],
  ['core.precomposeUnicode', 'true'],
  ['core.worktree', '/nonexistent'],
  ['core.useReplaceRefs', 'true'],
  ['core.warnAmbiguousRefs', 'false'],
  ['color.ui', 'always'],
  ['color.diff', 'always'],
  ['log.showSignature', 'true'],
  ['log.date', 'relative'],
  ['log.mailmap', 'true'],
  ['log.follow', 'true'],
  ['log.diffMerges', 'combined'],
  ['format.pretty', 'oneline'],
  ['i18n.logOutputEncoding', 'latin1'],
  ['i18n.commitEncoding', 'latin1'],
  ['mailmap.file', 'HOME/mailmap'],
  ['gpg.program', 'TRAP'],
  ['pager.rev-list', 'TRAP'],
  ['alias.rev-list', '!TRAP'],
  ['diff.custom.textconv', 'TRAP'],
  ['diff.custom.command', 'TRAP'],
  ['diff.custom.binary', 'true'],
  ['safe.bareRepository', 'explicit'],
  ['trace2.eventTarget', '2'],
]

const filled = (value: string): string => value.replace('TRAP', trap).replace('HOME', home)
/** The settings as a file git reads, one section each. */
const asFile = (chosen: readonly (readonly [string, string])[]): string =>
  chosen
    .map(([key, value]) => {
      const [section, ...rest] = key.split('.')
      const name = rest.pop()
      return `[${section}${rest.length > 0 ? ` "${rest.join('.')}"` : ''}]\n\t${name} = "${filled(value)}"\n`
    })
    .join('')

/** The same rows as without it, and no program started. */
const changesNothing = async (environment: NodeJS.ProcessEnv = isolatedEnvironment): Promise<void> => {
  expect(firstDifference((await readHistory(repository.directory, { environment })).index, plain)).toBeNull()
  expect(await readFile(witness, 'utf8').catch(() => '')).toBe('')
}

const beforehand = async (): Promise<void> => {
  await writeFile(join(repository.directory, '.git/order'), '*.test.ts\n*.ts\n')
  await writeFile(join(home, 'attributes'), '* -diff\n')
  await writeFile(join(home, 'mailmap'), 'Somebody Else <else@example.com> <mira.vale@example.com>\n')
}

describe('in the repository', () => {
  test.each(settings)('%s = %s', async (key, value) => {
    await beforehand()
    await writeFile(join(repository.directory, '.git/config'), untouched + asFile([[key, value]]))
    await changesNothing()
  })
})

test('all of it at once, at home', async () => {
  await beforehand()
  await writeFile(join(home, '.gitconfig'), asFile(settings))
  await changesNothing({ PATH: isolatedEnvironment.PATH, HOME: home, XDG_CONFIG_HOME: home })
})

test('in the environment', async () => {
  await beforehand()
  await writeFile(join(home, 'elsewhere'), asFile(settings))
  await changesNothing({
    ...isolatedEnvironment,
    HOME: home,
    LANG: 'de_DE.UTF-8',
    LC_ALL: 'tr_TR.UTF-8',
    LANGUAGE: 'de',
    TZ: 'Asia/Kolkata',
    PAGER: trap,
    GIT_PAGER: trap,
    GIT_EXTERNAL_DIFF: trap,
    GIT_DIFF_OPTS: '-u9',
    GIT_CONFIG_GLOBAL: join(home, 'elsewhere'),
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'diff.renames',
    GIT_CONFIG_VALUE_0: 'false',
    GIT_CONFIG_PARAMETERS: "'diff.noprefix=true'",
    GIT_WORK_TREE: '/nonexistent',
    GIT_INDEX_FILE: '/nonexistent',
    GIT_OBJECT_DIRECTORY: '/nonexistent',
    GIT_NAMESPACE: 'nowhere',
    GIT_ATTR_SOURCE: 'HEAD',
    GIT_TRACE: '2',
    GIT_GLOB_PATHSPECS: '1',
    GIT_CEILING_DIRECTORIES: '/',
  })
})

describe('attributes', () => {
  const attributes = '* -diff -text\n'
  test('lying in the working tree, staged, or both', async () => {
    const path = join(repository.directory, '.gitattributes')
    await writeFile(path, attributes)
    await changesNothing()
    await repository.git('add', '.gitattributes')
    await changesNothing()
    await rm(path)
    await changesNothing()
    await repository.git('reset', '--quiet')
  })

  test('in a work tree that the configuration names, as a submodule has it', async () => {
    await writeFile(join(repository.directory, '.gitattributes'), attributes)
    await writeFile(join(repository.directory, '.git/config'), `${untouched}[core]\n\tworktree = ..\n`)
    await changesNothing()
    await rm(join(repository.directory, '.gitattributes'))
  })

  test('that give files a driver of the clone’s own start no program', async () => {
    const own = join(repository.directory, '.git/info/attributes')
    await mkdir(join(repository.directory, '.git/info'), { recursive: true })
    await writeFile(own, '*.ts diff=custom\n')
    const driver = settings.filter(([key]) => key === 'diff.custom.textconv' || key === 'diff.custom.command')
    await writeFile(join(repository.directory, '.git/config'), untouched + asFile(driver))
    await changesNothing()
    await rm(own)
  })
})

test('replaced objects do not rewrite history', async () => {
  const [first, second] = (await repository.git('rev-list', '--reverse', 'HEAD')).split('\n')
  await repository.git('replace', second!, first!)
  await changesNothing()
  await repository.git('replace', '--delete', second!)
})

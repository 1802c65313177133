/** What the README promises of one machine, copied and pasted. */
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { findPlaces } from '../../rollout/rig/places.ts'
import { missingPackages } from '../../rollout/rig/rig.ts'

const root = resolve(import.meta.dirname, '../../..')
const missing = [
  ...missingPackages(),
  ...(spawnSync('curl', ['--version']).error === undefined ? [] : ['curl']),
]

/** In the shell: the number in an instance's name. */
const number = `\${GATE_INSTANCE#web}`

const script = (): string => {
  const section = readFileSync(join(root, 'README.md'), 'utf8').split('## Rolling bounce\n')[1] ?? ''
  return section.split('```sh\n')[1]?.split('```')[0] ?? ''
}

test.skipIf(missing.length > 0)(
  `the rolling bounce of the README fails no request${missing.length > 0 ? ` (needs ${missing.join(', ')})` : ''}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'readme-'))
    const [front, runtime, ...servers] = (await findPlaces(5)).map(({ port }) => port)
    // Only the ports are ours: the usual ones may be taken here.
    const text = [
      ['$HOME/change-risk-gate', root],
      [':8080', `:${front}`],
      [':9999', `:${runtime}`],
      ...servers.map((port, at): [string, string] => [`127.0.0.1:910${at + 1}`, `127.0.0.1:${port}`]),
      [`910${number}`, `$(echo ${servers.join(' ')} | cut -d ' ' -f ${number})`],
    ].reduce((all, [usual, own]) => all.replaceAll(usual!, own!), script())
    try {
      const { stdout } = await promisify(execFile)('bash', ['-c', text], { cwd: folder, timeout: 150_000 })
      expect(stdout).toContain('3 of 3 on v2')
      expect(stdout).toContain('ROLLED BACK aborted')
      expect(stdout).not.toContain('A REQUEST FAILED')
    } finally {
      spawnSync('bash', ['-c', `kill -9 $(cat ${folder}/bounce/*.pid)`], { stdio: 'ignore' })
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

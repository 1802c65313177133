/** A fleet that is a folder: one file an instance, with its version and whether it is in rotation. Moved by `exec`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type PlanParts = Readonly<Record<string, unknown>>

export interface FolderFleet {
  readonly workspace: string
  /** `v1 true`, one an instance. */
  readonly versions: () => readonly string[]
}

const list = `for file in fleet/*; do read -r version rotation < "$file"; printf '{"id":"%s","version":"%s","healthy":true,"in-rotation":%s}\\n' "$(basename "$file")" "$version" "$rotation"; done`
const change = (version: string, rotation: string) =>
  `read -r version rotation < fleet/$GATE_INSTANCE; echo "${version} ${rotation}" > fleet/$GATE_INSTANCE`

/** The verbs of its plan, to be added to. */
export const folderTargets = {
  driver: 'exec',
  list,
  drain: change('$version', 'false'),
  restart: change('$GATE_VERSION', '$rotation'),
  restore: change('$version', 'true'),
} as const

/** Three of them on v1, and `.github/rollout.yml` beside them; `more` replaces sections of the plan. */
export const openFolderFleet = (workspace: string, more: PlanParts = {}): FolderFleet => {
  mkdirSync(join(workspace, 'fleet'))
  mkdirSync(join(workspace, '.github'), { recursive: true })
  const ids = ['web-1', 'web-2', 'web-3']
  for (const id of ids) writeFileSync(join(workspace, 'fleet', id), 'v1 true\n')
  const plan = {
    version: 1,
    service: 'web',
    targets: folderTargets,
    batch: { 'max-unavailable': 1 },
    health: { 'min-healthy-time': '1s' },
    exposure: { low: [1, '100%'] },
    bake: { low: '1s', 'first-wave-factor': 1 },
    gate: { 'on-no-data': 'health-only' },
    ...more,
  }
  writeFileSync(join(workspace, '.github/rollout.yml'), JSON.stringify(plan))
  const versions = () => ids.map((id) => readFileSync(join(workspace, 'fleet', id), 'utf8').trim())
  return { workspace, versions }
}

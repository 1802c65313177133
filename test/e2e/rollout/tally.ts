/** What drills came to, for the table at the end of a soak: one line a drill, in the file that SOAK_TABLE names. */
import { appendFileSync } from 'node:fs'
import type { LoadCounts } from '../../rollout/rig/load.ts'

export interface TallyLine {
  readonly drill: string
  readonly requests: number
  readonly failed: number
  /** Failures are what it is about: a naive restart, a bad version. */
  readonly isAnchor: boolean
  readonly note: string
}

/** Whether drills take as long as they like. */
export const isSoak = process.env['SOAK'] === '1'

export const remember = (
  drill: string,
  { requests, failed }: Pick<LoadCounts, 'requests' | 'failed'>,
  { isAnchor = false, note = '' }: { readonly isAnchor?: boolean; readonly note?: string } = {},
): void => {
  const file = process.env['SOAK_TABLE']
  const line: TallyLine = { drill, requests, failed, isAnchor, note }
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`)
}

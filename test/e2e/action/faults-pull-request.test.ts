/** GitHub fails while a pull request is judged and approved, or an approval taken back. */
import { vi } from 'vitest'
import { hurry } from './faulting.ts'
import { doors } from './spoilt-doors.ts'
import { oneOfEach, withstands } from './withstanding.ts'

vi.mock('node:child_process', () => import('./remembered-git.ts'))
hurry()

withstands(doors.pullRequest, { decision: 'approve', continue: 'true' })
withstands(doors.withdrawal, { decision: 'review', continue: 'false' }, oneOfEach)

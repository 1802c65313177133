/** GitHub fails while a deployment is judged, and a run that waits is answered. */
import { vi } from 'vitest'
import { hurry } from './faulting.ts'
import { doors } from './spoilt-doors.ts'
import { withstands } from './withstanding.ts'

vi.mock('node:child_process', () => import('./remembered-git.ts'))
hurry()

withstands(doors.push, { decision: 'approve', continue: 'true' })
withstands(doors.waitingRun, { decision: 'approve', continue: 'true' })

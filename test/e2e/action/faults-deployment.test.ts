/** GitHub fails while a deployment is judged, and a run that waits is answered. */
import { vi } from 'vitest'
import { doors, hurry, withstands } from './faulting.ts'

vi.mock('node:child_process', () => import('./remembered-git.ts'))
hurry()

withstands(doors.push, { decision: 'approve', continue: 'true' })
withstands(doors.waitingRun, { decision: 'approve', continue: 'true' })

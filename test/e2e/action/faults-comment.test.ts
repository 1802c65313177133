/** GitHub fails while a person's word is read, remembered and acted on. */
import { vi } from 'vitest'
import { hurry } from './faulting.ts'
import { doors } from './spoilt-doors.ts'
import { withstands } from './withstanding.ts'

vi.mock('node:child_process', () => import('./remembered-git.ts'))
hurry()

withstands(doors.comment, { decision: 'approve', continue: 'true' })

import type { Rule } from '../rule.ts'
import { auditDraw } from './audit-draw.ts'
import { belowLimit } from './below-limit.ts'
import { budgetSpent } from './budget-spent.ts'
import { changesRequested } from './changes-requested.ts'
import { configurationUnreadable } from './configuration-unreadable.ts'
import { contextRaisesRisk } from './context-raises-risk.ts'
import { diverged } from './diverged.ts'
import { doNotAutoApprove } from './do-not-auto-approve.ts'
import { driftAlarm } from './drift-alarm.ts'
import { emergencyOverride } from './emergency-override.ts'
import { frozen } from './frozen.ts'
import { gateFilesChanged } from './gate-files-changed.ts'
import { modeOff } from './mode-off.ts'
import { modelSilent } from './model-silent.ts'
import { neverAutoApprove } from './never-auto-approve.ts'
import { nothingToDeploy } from './nothing-to-deploy.ts'
import { partAboveLimit } from './part-above-limit.ts'
import { redeploy } from './redeploy.ts'
import { rejected } from './rejected.ts'
import { rollback } from './rollback.ts'
import { rollbackOverMigration } from './rollback-over-migration.ts'
import { sourceFailed } from './source-failed.ts'
import { windowEmergencyOnly } from './window-emergency-only.ts'
import { windowOutside } from './window-outside.ts'
import { windowReview } from './window-review.ts'

/** How risk becomes a decision: the first rule that answers wins, and no answer means review. */
export const rules: readonly Rule[] = [
  // Can we judge at all? A broken configuration comes first: `mode: off` is something it might have said.
  configurationUnreadable,
  modeOff,
  // An emergency waits for nothing else.
  emergencyOverride,
  sourceFailed,
  // What changes nothing, or goes back, waits for no window, no limit and no model.
  nothingToDeploy,
  redeploy,
  rollbackOverMigration,
  rollback,
  // A person's no, to this or to everything.
  rejected,
  frozen,
  // Agreed times, and what may still go wrong.
  windowEmergencyOnly,
  windowOutside,
  windowReview,
  budgetSpent,
  // What a person always sees.
  diverged,
  gateFilesChanged,
  neverAutoApprove,
  doNotAutoApprove,
  // The risk, as long as the model may be trusted with it.
  driftAlarm,
  modelSilent,
  partAboveLimit,
  contextRaisesRisk,
  changesRequested,
  auditDraw,
  belowLimit,
]

// src/main/action/contract.ts
const githubToken = {
	takes: "token",
	says: "Asks GitHub and answers there. The job’s own token serves; its `permissions` decide what the gate may do.",
	default: `\${{ github.token }}`
};
const ledger = {
	takes: "ledger URL",
	says: "Where decisions are remembered, instead of what the configuration says: `branch:NAME`, `directory:PATH` or `postgres://…`, also with a password (a secret)."
};
/** How strict `fail-on` is, cumulative to the right. */
const strictness = [
	"none",
	"reject",
	"hold",
	"review"
];
const gateAction = {
	name: "change-risk-gate",
	says: "Scores every deploy by a change-risk model learned from your own history, says why, and decides what goes out unreviewed.",
	main: "dist/index.js",
	inputs: {
		"github-token": githubToken,
		mode: {
			takes: "`off`, `observe` or `enforce`",
			says: "Overrides the configuration file, so that one organisation variable is roll-out plan and kill switch. Empty: as configured, else `observe`."
		},
		environment: {
			takes: "name",
			says: "Where it goes. Empty: what the event names, else the only one configured, else `production`."
		},
		"config-file": {
			takes: "path in the repository",
			says: "Where the policy lies, read at the base of the change. Empty: `.github/change-risk.yml`."
		},
		config: {
			takes: "YAML",
			says: "Policy of the organisation, in the words of the configuration file, which may then only tighten it. Honoured only where the workflow file itself comes from the default branch."
		},
		"base-ref": {
			takes: "ref or commit",
			says: "What runs now. Empty: the newest successful deployment of the environment; for a pull request, its base."
		},
		"head-ref": {
			takes: "ref or commit",
			says: "What is asked to run, where the event does not name it itself. Empty: the commit of the run."
		},
		"pull-request-number": {
			takes: "number",
			says: "Judge this pull request, where the event does not name one itself."
		},
		"command-prefix": {
			takes: "1 to 10 characters",
			says: "What a command in a comment begins with, such as `/gate-`: no blanks, no letter or digit at its end, no `>` or grave accent at its start. Empty: a dot."
		},
		"dry-run": {
			takes: "`true` or `false`",
			says: "Observe for this run, and remember nothing that counts. Empty: `false`."
		},
		emergency: {
			takes: "`true` or `false`",
			says: "Whoever started the run lets exactly this commit into this environment for two hours, against every other rule: honoured for those whom `emergency.by` of the configuration names, and where the workflow file comes from the default branch. A review afterwards is asked for in an issue. Empty: `false`."
		},
		"emergency-reason": {
			takes: "text",
			says: "Why it cannot wait; wanted with `emergency: true`."
		},
		"fail-on": {
			takes: "`none`, `reject`, `hold` or `review`",
			says: "Fail the step on this answer or a worse one. Empty: `none`, for jobs branch on `continue`."
		},
		ledger,
		"reviewer-token": {
			takes: "token",
			says: "Of a machine account that is a required reviewer of the environment: answers pending deployments, which the job’s own token never may."
		},
		"app-token": {
			takes: "token",
			says: "Of the GitHub App behind a custom deployment protection rule: answers it, which no other token may."
		}
	},
	outputs: {
		decision: { says: "`approve`, `review`, `hold` or `reject`. Where several environments wait in one run, this and the other outputs tell the strictest answer." },
		continue: { says: "`true` where the deploy may go on: always in `observe` and `off`, even when the gate itself fails; in `enforce` for `approve` alone. Of several environments, where every one may go on." },
		"reason-code": { says: "The rule that answered, from a closed list." },
		risk: { says: "Probability of failure, 0 to 1, such as `0.044000`; empty where none may be given." },
		"risk-band": { says: "`low`, `moderate`, `high` or `critical`; empty where it is not known." },
		reviewers: { says: "Who is asked, separated by commas, without `@`." },
		sha: { says: "Exactly the commit that was judged; deploy this one." },
		message: { says: "The answer in plain text of at most 2,000 characters, for a chat; of several environments it names each." },
		result: { says: "The answer as JSON, trimmed: no `evidence`, at most 10 parts and 8 contributions each, then one entry (`remainder` counts) that makes shares and products whole. `truncated` is `true`. Of several environments `answers` lists each: `environment`, `mode`, `sha`, `decision`, `rule`, `reason`, `continue`." },
		"result-file": { says: "Path of a file with the whole answer as JSON; empty where it could not be written." },
		"ledger-record": { says: "The record in the ledger; empty where nothing was remembered." },
		"wake-at": { says: "When a `hold` ends, ISO 8601 in UTC; empty otherwise." }
	}
};

export { strictness as n, gateAction as t };

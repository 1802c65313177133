import { E as readShare, H as read, U as sentenceOf, W as wanted, z as nearest } from "./main-gate.js";
import { a as int, d as union, f as NEVER, i as discriminatedUnion, n as array, o as literal, r as boolean, s as number, u as string } from "./package-zod.js";
import { a as choiceField, l as nameField, o as listField, s as mappingField, u as namedField } from "./config-sections-values.js";

// src/config/rollout/amount.ts
const mostInstances = 1e6;
/** Reads `3` or `33%`. A fraction like 0.33 is refused: it could be a third of the fleet or of an instance. */
const readAmount = (input) => {
	const asked = "a number of instances like 2, or a percentage like 10%";
	if (typeof input === "number") {
		if (Number.isInteger(input) && input >= 0 && input <= mostInstances) return read({
			kind: "count",
			count: input,
			text: String(input)
		});
		return wanted(asked, input > 0 && input < 1 ? mendOf(input) : void 0);
	}
	if (typeof input !== "string") return wanted(asked);
	const share = readShare(input);
	if (share.ok) return read({
		kind: "share",
		share: share.value,
		text: input.replace(" ", "")
	});
	return wanted(asked, /^\d{1,6}$/.test(input) ? input : share.mend);
};
const mendOf = (fraction) => {
	const share = readShare(fraction);
	return share.ok ? void 0 : share.mend;
};
/** Reads `10`, `10%`, `1 zone` or `2 zones`; never nothing. */
const readExposureStep = (input) => {
	const asked = "a number of instances like 10, a percentage like 10%, or zones like \"1 zone\"";
	const zones = typeof input === "string" ? /^([1-9]\d{0,3}) zones?$/.exec(input) : null;
	if (zones !== null) return read({
		kind: "zones",
		zones: Number(zones[1]),
		text: zones[0]
	});
	if (input === "zone") return wanted(asked, "1 zone");
	const amount = readAmount(input);
	if (!amount.ok) return wanted(asked, amount.mend);
	return (amount.value.kind === "count" ? amount.value.count : amount.value.share) > 0 ? amount : wanted(`${asked}; more than none`);
};

// src/config/rollout/defaults.ts
/** What holds where a rollout plan is silent, spelled as the file would. */
const rolloutDefaults = {
	atOnce: 1,
	zones: "sequential",
	within: ["unhealthy-first", "leader-last"],
	handOver: true,
	maxSurge: 0,
	minHealthy: "50%",
	drainTimeout: "30s",
	onDrainTimeout: "fail",
	path: "/healthz",
	expect: "2xx",
	version: "json:version",
	minHealthyTime: "10s",
	healthyDeadline: "5m",
	progressDeadline: "10m",
	maxFailed: 1,
	budget: .1,
	blast: "100%",
	exposure: {
		low: [
			1,
			"10%",
			"100%"
		],
		moderate: [
			1,
			10,
			"33%",
			"100%"
		],
		high: [
			1,
			10,
			100,
			"100%"
		],
		critical: [
			1,
			"1 zone",
			10,
			100,
			"100%"
		]
	},
	bake: {
		low: "1m",
		moderate: "5m",
		high: "10m",
		critical: "1h"
	},
	firstWaveFactor: 2,
	minRequests: 300,
	alpha: .01,
	pMax: "1%",
	onNoData: "hold",
	inconclusiveDeadline: "30m",
	rollbackMaxUnavailable: "33%"
};
/** A tenth, but never a fleet of nine that cannot move: no text of the file says "at least 1", the silence does. */
const defaultMaxUnavailable = {
	kind: "share",
	share: .1,
	atLeast: 1,
	text: "10%, at least 1"
};
const defaultRollbackMaxUnavailable = {
	kind: "share",
	share: .33,
	atLeast: 1,
	text: "33%, at least 1"
};

// src/config/rollout/status-range.ts
/** Reads `200` or `2xx`. Informational answers come before the real one, and are none. */
const readStatusRange = (input) => {
	const asked = "a status like 204, or a class of them like 2xx";
	const text = typeof input === "number" ? String(input) : typeof input === "string" ? input : "";
	const kind = /^([2-5])xx$/.exec(text)?.[1];
	if (kind !== void 0) return read({
		from: Number(kind) * 100,
		to: Number(kind) * 100 + 99,
		text
	});
	if (/^[2-5]\d\d$/.test(text)) return read({
		from: Number(text),
		to: Number(text),
		text
	});
	return wanted(asked, /^[2-5](?:XX|\*\*|\*)$/.test(text) ? `${text.charAt(0)}xx` : void 0);
};

// src/config/rollout/fields.ts
/** A number or a text that `reader` turns into a value. */
const numberOrTextField = (reader, description, more) => {
	const { least = 0, most } = more;
	const number$1 = number().meta({
		multipleOf: 1,
		minimum: least,
		...most !== void 0 && { maximum: most }
	});
	const sentence = (input) => {
		const reading = reader(input);
		return reading.ok ? "wanted a number or text" : sentenceOf(reading);
	};
	return union([number$1, string().meta({ pattern: more.pattern })], { error: (issue) => sentence(issue.input) }).transform((input, context) => {
		const reading = reader(input);
		if (reading.ok) return reading.value;
		context.addIssue({
			code: "custom",
			message: sentenceOf(reading)
		});
		return NEVER;
	}).meta({
		title: more.title,
		description
	});
};
const status = numberOrTextField(readStatusRange, "A status, or a class of them.", {
	title: "status or class",
	pattern: "^[2-5](\\d\\d|xx)$",
	least: 200,
	most: 599
});
/** One status, or several. */
const statuses = (description) => {
	const error = "wanted a status like 204, a class like 2xx, or a list of them";
	return union([status, array(status).min(1, { error }).max(20, { error })], { error }).meta({
		title: "status, class like 2xx, or list of them",
		description
	});
};
const amount = (description) => numberOrTextField(readAmount, description, {
	title: "count or percentage",
	pattern: "^\\d{1,3}(\\.\\d{1,10})? ?%$"
});
const exposureStep = numberOrTextField(readExposureStep, "How much of the fleet runs the new version when the wave ends.", {
	title: "count, percentage or zones",
	pattern: "^(\\d{1,3}(\\.\\d{1,10})? ?%|[1-9]\\d{0,3} zones?)$"
});
const wholeNumber = (description, least, most) => {
	const error = `wanted a whole number from ${least} to ${most}`;
	return int({ error }).min(least, { error }).max(most, { error }).meta({
		title: "whole number",
		description
	});
};
/** A number above zero. */
const factor = (description, least, most) => {
	const error = `wanted a number from ${least} to ${most}`;
	return number({ error }).min(least, { error }).max(most, { error }).meta({
		title: "number",
		description
	});
};
const yesOrNo = (description) => boolean({ error: "wanted true or false" }).meta({
	title: "true · false",
	description
});
const longestText = 4e3;
/** A line of text that means something to somebody else: a path, an address, a query. */
const plainText = (title, description, pattern = /^[^\p{Cc}]+$/u) => string({ error: `wanted ${title}` }).max(longestText, { error: `wanted ${title} of at most ${longestText} characters` }).refine((text) => text.trim() === text && pattern.test(text), { error: `wanted ${title}` }).meta({
	title,
	description
});
/** A command for the shell of the machine it runs on; several lines are allowed. */
const command = (description) => plainText("a command", description, /^(?:[^\p{Cc}]|[\n\t])+$/u);
/** An address without a password: this file is committed. */
const webAddress = (description) => plainText("a URL without a password", description, /^https?:\/\/(?![^/]*@)[^\s\p{Cc}]+$/u);
/** The name of an environment variable; the secret inside stays out of the file. */
const secretName = (description) => plainText("the name of an environment variable", description, /^[A-Za-z_]\w{0,99}$/);
const zoneNames = (description) => listField(nameField("a zone"), description, {
	of: "zones",
	atLeast: 1
});
const instanceNames = (description) => listField(nameField("an instance"), description, {
	of: "instances",
	atLeast: 1
});
/** How the instance's process is restarted: one of the two. */
const restartBy = (description) => mappingField({
	exec: command("Runs beside the coordinator, with GATE_INSTANCE, GATE_VERSION and GATE_EPOCH set.").optional(),
	ssh: command("Runs on the instance, over ssh, with the same variables set.").optional(),
	user: nameField("a user", "Whom ssh logs in as.").optional()
}).describe(description);

// src/config/rollout/drivers/driver.ts
/** The `targets` of one driver: its name, keys every driver understands, and its own. */
const driverKeys = (name, about, own) => ({
	name,
	schema: mappingField({
		driver: literal(name).meta({
			title: name,
			description: about.is
		}),
		"zone-label": nameField("a label", "The label, or the key of what the instance answers, that says its zone.").optional(),
		zones: namedField("a zone", instanceNames("Its instances."), "Instances by zone, where nothing else says it.").optional(),
		...own
	}).describe(about.is),
	surges: about.surges ?? false,
	countsErrors: about.countsErrors ?? null
});

// src/config/rollout/drivers/kubernetes.ts
/** What a workload of a cluster is found by. */
const workloadKeys = {
	name: nameField("the name of the workload", "metadata.name."),
	namespace: nameField("a namespace", "metadata.namespace.").prefault("default"),
	container: nameField("a container", "The container whose image changes; the first unless given.").optional(),
	image: plainText("an image", "The image, with `{version}` where the version goes.").optional(),
	kubeconfig: plainText("a path", "The kubeconfig file; inside a cluster its own account.").optional(),
	context: nameField("a context", "The context of the kubeconfig file.").optional()
};
/** A Deployment or a StatefulSet: the controller rolls, we set pace, gate and verdict. */
const kubernetes = driverKeys("kubernetes", {
	is: "A Deployment or StatefulSet; its controller does the rolling.",
	surges: true
}, {
	...workloadKeys,
	kind: choiceField(["deployment", "stateful-set"], "Waves of a StatefulSet lower its `partition`.").prefault("deployment")
});

// src/config/rollout/drivers/argo-rollouts.ts
/** A Rollout of Argo: we write its steps from the risk, then promote or abort. */
const argoRollouts = driverKeys("argo-rollouts", {
	is: "A Rollout of Argo Rollouts; its controller does the rolling. Held to the published schema, untested on a real one.",
	surges: true
}, workloadKeys);

// src/config/rollout/drivers/exec.ts
/** Your own commands, one a verb. Exit code 0 is done, 75 is try again, anything else stops. */
const exec = driverKeys("exec", { is: "Your own commands, with GATE_INSTANCE, GATE_VERSION and GATE_EPOCH in their environment." }, {
	list: command("Prints one JSON object a line: id, version, healthy, in-rotation, and zone and role if any. It only looks: `rollout plan` runs it too."),
	drain: command("Takes the instance out of rotation and waits until nothing is left on it.").optional(),
	restart: command("Brings the instance up on GATE_VERSION."),
	restore: command("Puts the instance back into rotation.").optional(),
	"hand-over": command("Moves leadership away from the instance.").optional(),
	"can-touch": command("Exit code 0 when GATE_INSTANCE may be taken out now.").optional()
});

// src/config/rollout/drivers/haproxy.ts
const socket = plainText("a path like /run/haproxy.sock, or host and port like 10.0.0.5:9999", "The runtime socket: a path, or host:port.", /^(?:\/[^\s\p{Cc}]*|[\w.-]+:\d{1,5}|\[[\da-fA-F:]+\]:\d{1,5})$/u);
const error = "wanted a socket like /run/haproxy.sock or 10.0.0.5:9999, or a list of them";
/** Processes behind one HAProxy or several: an instance is a server of the backend, drained on all of them. */
const haproxy = driverKeys("haproxy", {
	is: "Servers of a backend of one or more HAProxy load balancers.",
	countsErrors: "haproxy"
}, {
	socket: union([socket, array(socket).min(1, { error }).max(20, { error })], { error }).meta({
		title: "socket or list of sockets",
		description: "The runtime socket of every load balancer."
	}),
	backend: nameField("a backend", "The backend whose servers are the instances."),
	restart: restartBy("How a drained server is brought up on the new version.")
});

// src/config/rollout/drivers/http.ts
/** An agent of yours that answers over HTTP, an address a verb. */
const http = driverKeys("http", { is: "An agent of yours: an address a verb, `{instance}` and `{version}` filled in." }, {
	list: webAddress("GET: a JSON list of id, version, healthy, in-rotation, and zone and role if any. It only looks: `rollout plan` asks too."),
	drain: webAddress("POST: takes the instance out of rotation; answers when nothing is left on it.").optional(),
	restart: webAddress("POST: brings the instance up on the version."),
	restore: webAddress("POST: puts the instance back into rotation.").optional(),
	"hand-over": webAddress("POST: moves leadership away from the instance.").optional(),
	"token-env": secretName("The environment variable with the bearer token.").optional()
});

// src/config/rollout/drivers/nomad.ts
/** A job of Nomad: we set canaries and parallelism, then promote or fail the deployment. */
const nomad = driverKeys("nomad", {
	is: "A task group of a Nomad job; Nomad does the rolling. Held to the published API, untested on a real one.",
	surges: true
}, {
	address: webAddress("The HTTP API, like https://nomad.internal:4646."),
	job: nameField("a job", "The job."),
	group: nameField("a task group", "The task group; the only one unless given.").optional(),
	namespace: nameField("a namespace", "The namespace.").prefault("default"),
	region: nameField("a region", "The region.").optional(),
	"token-env": secretName("The environment variable with the ACL token.").optional()
});

// src/config/rollout/drivers/ssh.ts
/** Machines reached over ssh, with a command a verb. */
const ssh = driverKeys("ssh", { is: "Machines reached over ssh; the commands run there." }, {
	hosts: listField(plainText("a host", "host, user@host or host:port.", /^(?:[\w.-]+@)?[\w.-]+(?::\d{1,5})?$/), "The instances: host, user@host or host:port.", {
		of: "hosts",
		atLeast: 1
	}),
	user: nameField("a user", "Whom to log in as where the host does not say it.").optional(),
	"identity-file": plainText("a path", "The private key.").optional(),
	"known-hosts": plainText("a path", "The host keys to trust; unknown hosts are refused.").optional(),
	observe: command("Prints one JSON object: version, healthy, in-rotation, and zone and role if any. It only looks: `rollout plan` runs it too.").optional(),
	drain: command("Takes the machine out of rotation and waits until nothing is left on it.").optional(),
	restart: command("Brings the machine up on GATE_VERSION."),
	restore: command("Puts the machine back into rotation.").optional(),
	"hand-over": command("Moves leadership away from the machine.").optional()
});

// src/config/rollout/drivers/all.ts
/** Every driver a plan may name: a new one is a file beside this one and a line here. */
const drivers = [
	exec,
	haproxy,
	ssh,
	http,
	kubernetes,
	argoRollouts,
	nomad
];
const names = drivers.map(({ name }) => name);
const [first, ...others] = drivers.map(({ schema }) => schema);
const nearestDriver = (input) => {
	const driver = typeof input === "object" && input !== null && "driver" in input ? input.driver : void 0;
	return typeof driver === "string" ? nearest(driver, names) : void 0;
};
/** `targets` of the plan: which driver, and that driver's own keys. */
const targetsSchema = discriminatedUnion("driver", [first, ...others], { error: (issue) => sentenceOf(wanted(`a mapping whose driver is ${names.join(", ")}`.replace(/, (?=[^,]*$)/, " or "), nearestDriver(issue.input))) }).describe("What is restarted, and by whom.");

export { readExposureStep as _, factor as a, statuses as c, yesOrNo as d, zoneNames as f, readAmount as g, rolloutDefaults as h, exposureStep as i, webAddress as l, defaultRollbackMaxUnavailable as m, targetsSchema as n, instanceNames as o, defaultMaxUnavailable as p, amount as r, plainText as s, drivers as t, wholeNumber as u };

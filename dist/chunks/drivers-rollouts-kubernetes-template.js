import { i as __toESM } from "./rolldown-runtime.js";
import { G as ConfigError, J as isOurs, K as SourceError } from "./main-gate.js";
import { t as compareNames } from "./rollout-fleet.js";
import { t as runCommand } from "./drivers-rollouts-command.js";
import { n as imageNaming } from "./drivers-rollouts-kubernetes-pace.js";
import { readFile } from "node:fs/promises";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { existsSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { Agent as Agent$1, request as request$1 } from "node:https";

// src/clients/kubernetes/failures.ts
/** Which cluster, verb and resource, what came of it, and the mend. */
var ClusterError = class extends SourceError {
	failure;
	/** Seconds the cluster asks to wait; null where it does not say. */
	retryAfterSeconds;
	constructor(failure, message, about = {}) {
		super(message, about.cause === void 0 ? void 0 : { cause: about.cause });
		this.failure = failure;
		this.retryAfterSeconds = about.retryAfter ?? null;
	}
};
/** `patch deployments.apps shop/web`, the way kubectl spells a resource. */
const sayResource = ({ group, plural, namespace, name, subresource }) => {
	return `${[plural + (subresource === void 0 ? "" : `/${subresource}`), group].filter(Boolean).join(".")} ${[namespace, name].filter((part) => part !== null && part !== void 0).join("/")}`.trim();
};
/** Which rule of a Role would have allowed it. */
const sayPermission = (verb, { group, plural, namespace, subresource }) => {
	return `its account lacks verb "${verb}" on "${subresource === void 0 ? plural : `${plural}/${subresource}`}" of API group "${group}"; grant it ${namespace === null ? "in a ClusterRole" : `in a Role of namespace "${namespace}"`}`;
};
/** Turns an answer that is no success into an error; `detail` is the API's own words, already one line. */
const failureOf = (asked, status, detail, retryAfter) => {
	const { cluster, verb, resource } = asked;
	const what = `kubernetes ${cluster}: ${verb} ${sayResource(resource)} answered ${status}`;
	const quoted = detail === "" ? "" : ` (${detail})`;
	const about = retryAfter === null ? {} : { retryAfter };
	switch (status) {
		case 401: return new ClusterError("unknown-account", `${what}; the token or certificate of the kubeconfig is not accepted any more: renew it`);
		case 403: return new ClusterError("denied", `${what}; ${sayPermission(verb, resource)}${quoted}`);
		case 404: return new ClusterError("absent", `${what}; no such object there: check targets.name, namespace, kind and context${quoted}`);
		case 409: return new ClusterError("conflict", `${what}; somebody else changed it in between${quoted}`);
		case 429: return new ClusterError("busy", `${what}; the cluster asks to slow down`, about);
		default: return status >= 500 ? new ClusterError("busy", `${what}; the cluster has a fault of its own${quoted}`, about) : new ClusterError("refused", `${what}; the cluster does not accept the change${quoted}`);
	}
};

// src/clients/kubernetes/reading.ts
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** Opens an object for reading; `what` says in errors whose field it is. */
const readerOf = (what, value) => {
	const wrong = (path, kind) => {
		throw new ClusterError("rubbish", `${what}: ${path.join(".") || "the answer"} is no ${kind}; is this address a Kubernetes API server?`);
	};
	const at = (path) => path.reduce((found, key) => isObject(found) && Object.hasOwn(found, key) ? found[key] : void 0, value);
	const present = (path) => at(path) ?? void 0;
	const text = (...path) => {
		const found = present(path) ?? "";
		return typeof found === "string" ? found : wrong(path, "text");
	};
	const record = (...path) => {
		const found = present(path) ?? {};
		return isObject(found) ? found : wrong(path, "mapping");
	};
	return {
		value,
		text,
		record,
		has: (...path) => present(path) !== void 0,
		needed: (...path) => text(...path) || wrong(path, "text that must be there"),
		count: (...path) => {
			const found = present(path) ?? 0;
			return Number.isSafeInteger(found) && found >= 0 ? found : wrong(path, "whole number");
		},
		flag: (...path) => {
			const found = present(path) ?? false;
			return typeof found === "boolean" ? found : wrong(path, "true or false");
		},
		texts: (...path) => {
			const found = Object.entries(record(...path));
			return Object.fromEntries(found.map(([key, each]) => [key, typeof each === "string" ? each : wrong([...path, key], "text")]));
		},
		list: (...path) => {
			const found = present(path) ?? [];
			if (!Array.isArray(found)) return wrong(path, "list");
			return found.map((each, index) => readerOf(`${what}: ${[...path, index].join(".")}`, each));
		}
	};
};

// src/drivers/rollouts/kubernetes-fence.ts
/** Who touched a workload last: annotations beside the change itself, written in the same request. */
const epochKey = "change-risk-gate/epoch";
const operationKey = "change-risk-gate/operation";
const directionKey = "change-risk-gate/direction";
const fenceAnnotations = ({ epoch, operation }, direction) => ({
	[epochKey]: String(epoch),
	[operationKey]: operation,
	[directionKey]: direction
});
const directionOf = (workload) => {
	const found = annotationOf(workload, directionKey);
	return found === "forward" || found === "back" ? found : null;
};
/**
* Why this touch is not allowed: a later rollout of the same service, or a later lease of the same rollout, was here.
* Null where it is. What another service wrote cannot be compared, and does not stand in the way.
*/
const refusalOf = (workload, context) => {
	const [mine, theirs] = [placeOf(context.operation), placeOf(annotationOf(workload, operationKey))];
	const epoch = Number(annotationOf(workload, epochKey));
	if (mine === null || theirs === null || mine.service !== theirs.service || !Number.isInteger(epoch)) return null;
	if (!(theirs.rollout === mine.rollout ? epoch > context.epoch : theirs.rollout > mine.rollout)) return null;
	return `epoch ${epoch} of rollout ${theirs.service}/${theirs.rollout} has touched it, and this is epoch ${context.epoch} of ${mine.service}/${mine.rollout}: whoever is older stops (where that journal is gone for good: remove the annotation ${operationKey})`;
};
/** `web/7/12` is work of rollout 7 of the service web. */
const placeOf = (operation) => {
	const [, service, rollout] = /^(.+?)\/(\d+)(?:\/|$)/.exec(operation) ?? [];
	return service === void 0 ? null : {
		service,
		rollout: Number(rollout)
	};
};
const annotationOf = (workload, key) => workload.text("metadata", "annotations", key);

// src/clients/kubernetes/credentials.ts
const nothing = {
	token: null,
	certificate: null,
	key: null
};
/** A token that ends sooner than this is renewed before it is used. */
const spareSeconds = 60;
const credentialsOf = ({ name, account, server, authority }, world) => {
	const always = (current) => ({
		current,
		forget: () => {}
	});
	switch (account.kind) {
		case "nobody": return always(async () => nothing);
		case "token": return always(async () => ({
			...nothing,
			token: account.token
		}));
		case "token-file": return always(async () => ({
			...nothing,
			token: (await bytesOf(name, {
				kind: "file",
				path: account.path
			})).toString("utf8").trim()
		}));
		case "certificate": return always(async () => ({
			token: null,
			certificate: await bytesOf(name, account.certificate),
			key: await bytesOf(name, account.key)
		}));
		case "program": {
			let kept = null;
			return {
				forget: () => {
					kept = null;
				},
				current: async () => {
					if (kept !== null && world.now() < kept.until) return kept.credentials;
					const cluster = account.wantsCluster ? {
						server,
						"certificate-authority-data": authority && (await bytesOf(name, authority)).toString("base64")
					} : void 0;
					const request = {
						program: account.command,
						arguments: account.arguments,
						environment: {
							...world.environment,
							...account.environment,
							KUBERNETES_EXEC_INFO: JSON.stringify({
								apiVersion: account.apiVersion,
								kind: "ExecCredential",
								spec: {
									interactive: false,
									...cluster && { cluster }
								}
							})
						}
					};
					kept = answerOf(name, account, await world.run(request));
					return kept.credentials;
				}
			};
		}
	}
};
/** The bytes of a certificate, key or token. @throws ConfigError */
const bytesOf = async (name, material) => {
	if (material.kind === "data") return material.data;
	try {
		return await readFile(material.path);
	} catch (error) {
		throw new ConfigError(`kubernetes ${name}: ${material.path} cannot be read: ${error.message}`);
	}
};
const answerOf = (name, { command, apiVersion, hint }, { code, stdout, stderr, why }) => {
	const fail = (what) => {
		throw new SourceError(`kubernetes ${name}: the credential plugin ${command} ${what}`);
	};
	if (code !== 0) {
		const [lastWords = ""] = stderr.split("\n").slice(-1);
		fail(`${why || `ended with ${code}`}${lastWords && `: ${lastWords}`}${hint && `; ${hint.split("\n")[0]}`}`);
	}
	let answer;
	try {
		answer = JSON.parse(stdout);
	} catch {
		fail("prints no JSON");
	}
	const status = isObject(answer) && answer["kind"] === "ExecCredential" ? answer["status"] : void 0;
	if (!isObject(status) || !isObject(answer) || answer["apiVersion"] !== apiVersion) return fail(`prints no ExecCredential of ${apiVersion} with a status`);
	const text = (key) => {
		const found = status[key];
		return typeof found === "string" && found !== "" ? found : null;
	};
	const [token, certificate, key] = [
		text("token"),
		text("clientCertificateData"),
		text("clientKeyData")
	];
	if (token === null && (certificate === null || key === null)) fail("gives neither a token nor a certificate with its key");
	const ends = Date.parse(text("expirationTimestamp") ?? "");
	return {
		credentials: {
			token,
			certificate: certificate === null ? null : Buffer.from(certificate),
			key: key === null ? null : Buffer.from(key)
		},
		until: Number.isNaN(ends) ? Number.POSITIVE_INFINITY : ends - spareSeconds * 1e3
	};
};

// src/clients/kubernetes/transport.ts
/** Beyond this an answer is no answer: a thousand pods are about ten million bytes. */
const mostBytes = 128e6;
const answerMilliseconds = 2e4;
/**
* Speaks to one API server. Node's own fetch takes neither a private authority nor a client certificate, so this is
* node:https with an agent for each certificate in use. @throws ConfigError for an address it will not speak to
*/
const openTransport = (access) => {
	const base = addressOf(access);
	const isPlain = base.protocol === "http:";
	let open = null;
	const agentFor = async ({ certificate, key }) => {
		const isSame = open?.certificate === certificate || certificate && open?.certificate?.equals(certificate);
		if (open !== null && isSame) return open.agent;
		open?.agent.destroy();
		const agent = isPlain ? new Agent({ keepAlive: true }) : new Agent$1({
			keepAlive: true,
			rejectUnauthorized: !access.skipsVerification,
			...access.authority && { ca: await bytesOf(access.name, access.authority) },
			...access.serverName && { servername: access.serverName },
			...certificate && key && {
				cert: certificate,
				key
			}
		});
		open = {
			agent,
			certificate
		};
		return agent;
	};
	return {
		send: async (request$2, credentials, signal) => {
			const agent = await agentFor(credentials);
			const headers = {
				accept: "application/json",
				"user-agent": "change-risk-gate",
				...credentials.token !== null && { authorization: `Bearer ${credentials.token}` },
				...request$2.body !== void 0 && {
					"content-type": request$2.type ?? "application/json",
					"content-length": Buffer.byteLength(request$2.body)
				}
			};
			return new Promise((resolve) => {
				let connected = false;
				const silent = (error) => resolve({
					kind: "silence",
					why: sayFault(error),
					sent: connected,
					cause: error
				});
				const call = (isPlain ? request : request$1)(new URL(base.pathname.replace(/\/$/, "") + request$2.path, base), {
					method: request$2.method,
					agent,
					headers,
					signal: AbortSignal.any([signal, AbortSignal.timeout(answerMilliseconds)])
				}, (response) => gather(response).then(resolve, silent));
				call.on("socket", (socket) => {
					const ready = isPlain ? "connect" : "secureConnect";
					if (call.reusedSocket) connected = true;
					else socket.once(ready, () => {
						connected = true;
					});
				});
				call.on("error", silent);
				call.end(request$2.body);
			});
		},
		close: () => open?.agent.destroy()
	};
};
const gather = async (response) => {
	const chunks = [];
	let size = 0;
	for await (const chunk of response) {
		size += chunk.length;
		if (size > mostBytes) throw new Error("the answer does not end");
		chunks.push(chunk);
	}
	const asked = Number(response.headers["retry-after"]);
	return {
		kind: "answer",
		status: response.statusCode ?? 0,
		retryAfter: Number.isFinite(asked) && asked > 0 ? asked : null,
		body: Buffer.concat(chunks).toString("utf8")
	};
};
const addressOf = ({ name, server, account }) => {
	const address = URL.canParse(server) ? new URL(server) : null;
	if (address === null || !/^https?:$/.test(address.protocol)) throw new ConfigError(`kubernetes ${name}: server "${server}" is no http or https address`);
	const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(address.hostname);
	if (address.protocol === "http:" && account.kind !== "nobody" && !isLocal) throw new ConfigError(`kubernetes ${name}: ${server} would send the account's secret in the clear; use https`);
	return address;
};
const sayFault = (error) => {
	if (error.name === "TimeoutError") return `no answer within ${answerMilliseconds / 1e3} s`;
	const { code = "" } = error;
	if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code)) return `its certificate is not to be trusted (${code}): check certificate-authority of the kubeconfig`;
	return code || error.message;
};

// src/clients/kubernetes/cluster.ts
const patchTypes = {
	strategic: "application/strategic-merge-patch+json",
	merge: "application/merge-patch+json"
};
const methods = {
	get: "GET",
	list: "GET",
	patch: "PATCH",
	delete: "DELETE"
};
const mostReads = 4;
const firstWaitMilliseconds = 250;
const longestWaitMilliseconds = 1e4;
const passing$1 = [
	"busy",
	"unreachable",
	"unanswered"
];
/** Pods come in pages: a list of thousands at once is what makes API servers busy. */
const pageSize = 500;
/** Opens a cluster; asks it nothing yet. @throws ConfigError */
const openCluster = (access, { run, environment, clock }) => {
	const transport = openTransport(access);
	const credentials = credentialsOf(access, {
		run,
		environment,
		now: clock.now
	});
	const once = async (verb, resource, signal, more = {}) => {
		const asked = {
			cluster: access.name,
			verb,
			resource
		};
		const { query = "", ...content } = more;
		const request = {
			method: methods[verb],
			path: pathOf(resource) + query,
			...content
		};
		for (let isRenewed = false;; isRenewed = true) {
			const answer = await transport.send(request, await credentials.current(), signal);
			if (answer.kind === "silence") throw new ClusterError(answer.sent ? "unanswered" : "unreachable", `kubernetes ${access.name}: ${verb} ${sayResource(resource)} at ${access.server}: ${answer.why}`, { cause: answer.cause });
			if (answer.status === 401 && !isRenewed) {
				credentials.forget();
				continue;
			}
			const body = parsed(answer.body);
			if (answer.status >= 200 && answer.status < 300 && isObject(body)) return body;
			if (answer.status >= 200 && answer.status < 300) throw new ClusterError("rubbish", `kubernetes ${access.name}: ${verb} ${sayResource(resource)} is answered with no JSON object; is ${access.server} an API server?`);
			throw failureOf(asked, answer.status, detailOf(body), answer.retryAfter);
		}
	};
	const patiently = async (...request) => {
		for (let tries = 1;; tries++) try {
			return await once(...request);
		} catch (error) {
			const signal = request[2];
			if (!(error instanceof ClusterError) || !passing$1.includes(error.failure)) throw error;
			if (tries >= mostReads || signal.aborted) throw error;
			const wait = (error.retryAfterSeconds ?? 0) * 1e3 || firstWaitMilliseconds * 2 ** (tries - 1);
			await clock.sleep(Math.min(wait, longestWaitMilliseconds), signal);
		}
	};
	return {
		name: access.name,
		get: async (resource, signal) => readerOf(`kubernetes ${access.name}: ${sayResource(resource)}`, await patiently("get", resource, signal)),
		list: async (resource, selector, signal) => {
			const found = [];
			let following = "";
			do {
				const query = new URLSearchParams({
					limit: String(pageSize),
					...selector && { labelSelector: selector },
					...following && { continue: following }
				});
				const page = readerOf(`kubernetes ${access.name}: list ${sayResource(resource)}`, await patiently("list", resource, signal, { query: `?${query}` }));
				found.push(...page.list("items"));
				following = page.text("metadata", "continue");
			} while (following !== "");
			return found;
		},
		patch: async (resource, type, body, signal) => readerOf(`kubernetes ${access.name}: ${sayResource(resource)}`, await once("patch", resource, signal, {
			type: patchTypes[type],
			body: JSON.stringify(body)
		})),
		remove: async (resource, uid, signal) => {
			const body = JSON.stringify({
				apiVersion: "v1",
				kind: "DeleteOptions",
				preconditions: { uid }
			});
			try {
				await once("delete", resource, signal, { body });
			} catch (error) {
				if (error instanceof ClusterError && ["absent", "conflict"].includes(error.failure)) return;
				throw error;
			}
		},
		close: transport.close
	};
};
const pathOf = ({ group, version, namespace, plural, name, subresource }) => [
	group === "" ? "/api" : `/apis/${group}`,
	version,
	...namespace === null ? [] : ["namespaces", encodeURIComponent(namespace)],
	plural,
	...name === void 0 ? [] : [encodeURIComponent(name)],
	...subresource === void 0 ? [] : [subresource]
].join("/");
const parsed = (body) => {
	try {
		return JSON.parse(body);
	} catch {
		return;
	}
};
/** The API's own words, in one line of bounded length. */
const detailOf = (body) => {
	return (isObject(body) && typeof body["message"] === "string" ? body["message"] : "").replace(/\s+/g, " ").slice(0, 300);
};

// src/clients/kubernetes/kubeconfig.ts
/** Chooses a context: of several files the first that names something wins, as kubectl has it. @throws ConfigError */
const accessOf = (files, context) => {
	const paths = files.map(({ path }) => path).join(", ");
	const fail = (what) => {
		throw new ConfigError(`${paths}: ${what}`);
	};
	const find = (listName, inner, name) => {
		for (const file of files) for (const each of listOf(file.content, listName)) if (each["name"] === name) return {
			file,
			fields: isObject(each[inner]) ? each[inner] : {}
		};
		const known = files.flatMap(({ content }) => listOf(content, listName)).map((each) => String(each["name"]));
		return fail(`${listName} has no "${name}"; it has ${known.join(", ") || "none"}`);
	};
	const current = files.map(({ content }) => textOf(content, "current-context")).find((name) => name !== "");
	const name = context ?? current ?? fail("current-context is not set; set it, or name one with targets.context");
	const chosen = find("contexts", "context", name);
	const cluster = find("clusters", "cluster", textOf(chosen.fields, "cluster"));
	if (textOf(cluster.fields, "proxy-url") !== "") fail("proxy-url is not understood here; run where the cluster can be reached directly");
	const userName = textOf(chosen.fields, "user");
	const user = userName === "" ? null : find("users", "user", userName);
	return {
		name,
		server: textOf(cluster.fields, "server") || fail(`clusters has no server for "${name}"`),
		authority: materialOf(cluster.file.folder, cluster.fields, "certificate-authority"),
		skipsVerification: cluster.fields["insecure-skip-tls-verify"] === true,
		serverName: textOf(cluster.fields, "tls-server-name") || null,
		account: user === null ? { kind: "nobody" } : accountOf(user.file.folder, user.fields, fail)
	};
};
const accountOf = (folder, fields, fail) => {
	const given = (key) => fields[key] !== void 0 && fields[key] !== null;
	if (given("username") || given("password")) fail("username and password are accepted by no Kubernetes since 1.19; use a token or a certificate");
	if (given("auth-provider")) fail("auth-provider is accepted by no kubectl since 1.26; use the exec plugin of your cloud");
	if (given("as") || given("as-groups") || given("as-uid")) fail("impersonation (as, as-groups, as-uid) is not understood here; use the account itself");
	const certificate = materialOf(folder, fields, "client-certificate");
	const key = materialOf(folder, fields, "client-key");
	if (certificate !== null && key !== null) return {
		kind: "certificate",
		certificate,
		key
	};
	if (certificate !== null || key !== null) fail("client-certificate and client-key are needed together");
	const tokenFile = textOf(fields, "tokenFile");
	if (tokenFile !== "") return {
		kind: "token-file",
		path: resolved(folder, tokenFile)
	};
	const token = textOf(fields, "token");
	if (token !== "") return {
		kind: "token",
		token
	};
	return isObject(fields["exec"]) ? programOf(folder, fields["exec"], fail) : { kind: "nobody" };
};
const knownPrograms = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];
const programOf = (folder, fields, fail) => {
	const apiVersion = textOf(fields, "apiVersion");
	if (!knownPrograms.includes(apiVersion)) fail(`exec.apiVersion must be ${knownPrograms.join(" or ")}, got "${apiVersion}"`);
	if (fields["interactiveMode"] === "Always") fail("exec.interactiveMode is Always, and nobody is there to answer; use an account for machines");
	const command = textOf(fields, "command") || fail("exec.command is not set");
	return {
		kind: "program",
		apiVersion,
		command: command.includes("/") ? resolved(folder, command) : command,
		arguments: Array.isArray(fields["args"]) ? fields["args"].map(String) : [],
		environment: Object.fromEntries(listOf(fields, "env").map((each) => [textOf(each, "name"), textOf(each, "value")])),
		hint: textOf(fields, "installHint"),
		wantsCluster: fields["provideClusterInfo"] === true
	};
};
const materialOf = (folder, fields, key) => {
	const data = textOf(fields, `${key}-data`);
	if (data !== "") return {
		kind: "data",
		data: Buffer.from(data, "base64")
	};
	const path = textOf(fields, key);
	return path === "" ? null : {
		kind: "file",
		path: resolved(folder, path)
	};
};
const resolved = (folder, path) => isAbsolute(path) ? path : join(folder, path);
const textOf = (value, key) => {
	const found = isObject(value) ? value[key] : void 0;
	return typeof found === "string" ? found : "";
};
const listOf = (value, key) => {
	const found = isObject(value) ? value[key] : void 0;
	return Array.isArray(found) ? found.filter(isObject) : [];
};

// src/clients/kubernetes/locating.ts
/**
* Finds the cluster: the file that was named, else those of KUBECONFIG, else the account of the pod this runs in, else
* ~/.kube/config. @throws ConfigError
*/
const locateAccess = async ({ kubeconfig, context, directory, environment }, accountFolder = "/var/run/secrets/kubernetes.io/serviceaccount") => {
	if (kubeconfig !== void 0) return accessOf([await read(resolve(directory, kubeconfig))], context);
	const named = (environment["KUBECONFIG"] ?? "").split(delimiter).filter(Boolean);
	const files = named.map((path) => resolve(directory, path)).filter((path) => existsSync(path));
	if (files.length > 0) return accessOf(await Promise.all(files.map(read)), context);
	if (named.length > 0) throw new ConfigError(`KUBECONFIG: none of ${named.join(", ")} is there`);
	const own = accountOfPod(environment, accountFolder);
	if (own !== null) return own;
	const usual = join(environment["HOME"] ?? environment["USERPROFILE"] ?? "", ".kube", "config");
	if (existsSync(usual)) return accessOf([await read(usual)], context);
	throw new ConfigError("kubernetes: no cluster is known: name a file with targets.kubeconfig or KUBECONFIG, or run inside the cluster");
};
const read = async (path) => {
	let text;
	try {
		text = readFileSync(path, "utf8");
	} catch (error) {
		throw new ConfigError(`${path}: the kubeconfig cannot be read: ${error.message}`);
	}
	const { parse } = await import("./dist.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	try {
		return {
			path,
			folder: dirname(path),
			content: parse(text, { logLevel: "error" })
		};
	} catch (error) {
		const [firstLine] = error.message.split("\n");
		throw new ConfigError(`${path}: the kubeconfig is no YAML: ${firstLine}`);
	}
};
/** The service account every pod may have; its token is renewed on disk, so only the path is kept. */
const accountOfPod = (environment, folder) => {
	const host = environment["KUBERNETES_SERVICE_HOST"];
	const port = environment["KUBERNETES_SERVICE_PORT"] ?? "443";
	const path = join(folder, "token");
	if (host === void 0 || host === "" || !existsSync(path)) return null;
	return {
		name: "in-cluster",
		server: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
		authority: {
			kind: "file",
			path: join(folder, "ca.crt")
		},
		skipsVerification: false,
		serverName: null,
		account: {
			kind: "token-file",
			path
		}
	};
};

// src/drivers/rollouts/kubernetes-workload.ts
const pluginMilliseconds = 3e4;
/** @throws ConfigError where the kubeconfig or the plan cannot be obeyed; asks the cluster nothing yet */
const openWorkload = async (targets, { clock, directory, environment, health }, kind, pace) => {
	const access = await locateAccess({
		kubeconfig: targets.kubeconfig,
		context: targets.context,
		directory,
		environment
	});
	return {
		cluster: openCluster(access, {
			clock,
			environment,
			run: (request) => runCommand({
				...request,
				directory,
				milliseconds: pluginMilliseconds
			})
		}),
		resource: {
			...kind,
			namespace: targets.namespace,
			name: targets.name
		},
		namespace: targets.namespace,
		container: targets.container,
		naming: imageNaming(targets.image),
		zoneLabel: targets["zone-label"],
		nodeZones: { known: /* @__PURE__ */ new Map() },
		clock,
		pace,
		minReadySeconds: health.minHealthyTime.seconds,
		progressSeconds: health.progressDeadline.seconds
	};
};
/** Pods the workload is asked to have; 1 where it does not say. */
const replicasOf = (workload) => workload.has("spec", "replicas") ? workload.count("spec", "replicas") : 1;
/** The controller has not looked yet at what was asked last. */
const isUnseen = (workload) => workload.count("status", "observedGeneration") < workload.count("metadata", "generation");
/** A cluster that cannot be asked tells nothing: neither that it is done nor that it has failed. */
const askedProgress = async (ask) => {
	try {
		return await ask();
	} catch (error) {
		if (!(error instanceof ClusterError)) throw error;
		return {
			outcome: "moving",
			why: error.message
		};
	}
};

// src/drivers/rollouts/kubernetes-change.ts
const mostTries = 10;
const retryMilliseconds = 100;
/**
* Reads, decides, and writes with the version that was read as precondition, so that nobody's change is overwritten
* and an older coordinator finds the fence of the newer one. Where an answer is lost the next read tells what happened.
*/
const changeWorkload = async (change) => {
	const { cluster, workload, context, clock } = change;
	let why = "";
	for (let tries = 0; tries < mostTries; tries++) {
		if (context.signal.aborted) return {
			outcome: "again",
			why: "stopped"
		};
		if (clock.now() >= context.deadline) return {
			outcome: "busy",
			why: why || "the deadline is over"
		};
		try {
			const found = await cluster.get(workload, context.signal);
			const refusal = refusalOf(found, context);
			if (refusal !== null) return {
				outcome: "failed",
				why: refusal
			};
			const intent = await change.intend(found);
			if (intent.kind === "never") return {
				outcome: "failed",
				why: intent.why
			};
			if (intent.kind === "already") return {
				outcome: "done",
				workload: found
			};
			const body = {
				metadata: {
					resourceVersion: found.needed("metadata", "resourceVersion"),
					annotations: fenceAnnotations(context, change.direction)
				},
				spec: intent.spec
			};
			return {
				outcome: "done",
				workload: await cluster.patch(workload, change.type, body, context.signal)
			};
		} catch (error) {
			if (!(error instanceof ClusterError) || !["conflict", "unanswered"].includes(error.failure)) return resultOf(error);
			why = error.message;
			await clock.sleep(retryMilliseconds * (tries + 1), context.signal);
		}
	}
	return {
		outcome: "again",
		why
	};
};
const passing = [
	"conflict",
	"busy",
	"unreachable",
	"unanswered"
];
/** What an error of the cluster means to the engine; bugs go on up. */
const resultOf = (error) => {
	if (!isOurs(error)) throw error;
	return {
		outcome: error instanceof ClusterError && passing.includes(error.failure) ? "again" : "failed",
		why: error.message
	};
};

// src/drivers/rollouts/kubernetes-pods.ts
const usualZoneLabel = "topology.kubernetes.io/zone";
const podsOf = ({ namespace }) => ({
	group: "",
	version: "v1",
	plural: "pods",
	namespace
});
/**
* The pods a controller made for the workload's selector. No instances are those that ended for good (evicted,
* completed), and those of a ReplicaSet that are being stopped: they are replaced under another name already, while
* one of a StatefulSet comes back under its own. @throws ClusterError
*/
const listPods = async ({ cluster, namespace }, workload, signal) => {
	const pods = await cluster.list(podsOf({ namespace }), selectorOf(workload), signal);
	const name = workload.needed("metadata", "name");
	return pods.filter((pod) => !["Succeeded", "Failed"].includes(pod.text("status", "phase"))).filter((pod) => pod.list("metadata", "ownerReferences").some((owner) => {
		const kind = owner.text("kind");
		return kind === "ReplicaSet" ? !isLeaving(pod) : kind === "StatefulSet" && owner.text("name") === name;
	})).toSorted((one, other) => compareNames(nameOf(one), nameOf(other)));
};
/** `app=web,tier in (a,b)`: the selector as the API takes it. */
const selectorOf = (workload) => {
	const labels = Object.entries(workload.texts("spec", "selector", "matchLabels")).map(([key, value]) => `${key}=${value}`);
	const expressions = workload.list("spec", "selector", "matchExpressions").map((expression) => {
		const key = expression.needed("key");
		const values = expression.list("values").map(({ value }) => String(value));
		switch (expression.needed("operator")) {
			case "In": return `${key} in (${values.join(",")})`;
			case "NotIn": return `${key} notin (${values.join(",")})`;
			case "Exists": return key;
			default: return `!${key}`;
		}
	});
	return [...labels, ...expressions].join(",");
};
/** The container whose image says the version, of a pod or of a template. Null where it is not there. */
const containerOf = (podSpec, name) => {
	const containers = podSpec.list("containers");
	return (name === void 0 ? containers[0] : containers.find((each) => each.text("name") === name)) ?? null;
};
const versionOfPod = (pod, { container, naming }) => {
	const found = containerOf(readerOf(`pod ${nameOf(pod)}`, pod.record("spec")), container);
	return found === null ? "unknown" : naming.versionOf(found.needed("image"));
};
const nameOf = (object) => object.needed("metadata", "name");
const isReady = (pod) => pod.list("status", "conditions").some((condition) => condition.text("type") === "Ready" && condition.text("status") === "True");
const isLeaving = (pod) => pod.has("metadata", "deletionTimestamp");
/** Pods as instances: one that is being stopped may still answer, and gets no requests any more. */
const instancesOf = async (view, pods, signal) => {
	const instances = [];
	for (const pod of pods) {
		const zone = await zoneOfPod(view, pod, signal);
		instances.push({
			id: nameOf(pod),
			version: versionOfPod(pod, view),
			healthy: isReady(pod),
			inRotation: isReady(pod) && !isLeaving(pod),
			...zone !== "" && { zone }
		});
	}
	return instances;
};
/** From the pod's own label (clusters since 1.35 copy it there), else from its node where the account may look. */
const zoneOfPod = async (view, pod, signal) => {
	const { cluster, zoneLabel = usualZoneLabel, nodeZones } = view;
	const own = pod.text("metadata", "labels", zoneLabel);
	const node = pod.text("spec", "nodeName");
	if (own !== "" || node === "" || nodeZones.known === null) return own;
	const known = nodeZones.known.get(node);
	if (known !== void 0) return known;
	try {
		const zone = (await cluster.get({
			group: "",
			version: "v1",
			plural: "nodes",
			namespace: null,
			name: node
		}, signal)).text("metadata", "labels", zoneLabel);
		nodeZones.known.set(node, zone);
		return zone;
	} catch (error) {
		if (!(error instanceof ClusterError) || !["denied", "absent"].includes(error.failure)) throw error;
		if (error.failure === "denied") nodeZones.known = null;
		return "";
	}
};
/** What keeps the first unready pod of a version from serving: `web-5: ImagePullBackOff`. Empty where nothing is known. */
const troubleOf = (view, pods, version) => {
	for (const pod of pods) {
		if (isReady(pod) || isLeaving(pod) || versionOfPod(pod, view) !== version) continue;
		for (const status of [...pod.list("status", "initContainerStatuses"), ...pod.list("status", "containerStatuses")]) {
			const reason = status.text("state", "waiting", "reason");
			if (reason !== "" && reason !== "ContainerCreating" && reason !== "PodInitializing") return `${nameOf(pod)}: ${reason}`;
		}
		const unscheduled = pod.list("status", "conditions").find((each) => each.text("type") === "PodScheduled" && each.text("status") === "False");
		if (unscheduled !== void 0) return `${nameOf(pod)}: ${unscheduled.text("reason") || "not scheduled"}`;
	}
	return "";
};

// src/drivers/rollouts/kubernetes-template.ts
/** Which container gets which image for a version, and whether it has it. */
const aimOf = (workload, view, version) => {
	const spec = readerOf(nameOf(workload), workload.record("spec", "template", "spec"));
	const found = containerOf(spec, view.container);
	if (found === null) {
		const known = spec.list("containers").map((each) => each.text("name")).join(", ") || "none";
		return {
			kind: "never",
			why: `it has no container "${view.container}": targets.container is one of ${known}`
		};
	}
	const current = found.needed("image");
	const image = view.naming.imageOf(version, current);
	if (image === null) return {
		kind: "never",
		why: `"${version}" can be no tag and no digest of an image: use one that is`
	};
	return {
		kind: "image",
		container: found.needed("name"),
		image,
		isThere: image === current
	};
};
/** A strategic patch of the template: only the image changes. */
const imagePatch = ({ container, image }) => ({ spec: { containers: [{
	name: container,
	image
}] } });
const versionOfTemplate = (template, { container, naming }) => {
	const spec = isObject(template) ? template["spec"] : void 0;
	if (!isObject(spec)) return null;
	const found = containerOf(readerOf("template", spec), container);
	return found === null ? null : naming.versionOf(found.needed("image"));
};
/**
* The newest remembered template with that version, as `kubectl rollout undo` would restore it; null where the history
* is too short. A Deployment remembers in its ReplicaSets. @throws ClusterError
*/
const templateFromReplicaSets = async (workload, view, version, signal, revisionKey = "deployment.kubernetes.io/revision") => {
	const { cluster, namespace } = view;
	const uid = workload.needed("metadata", "uid");
	const [newest] = (await cluster.list({
		group: "apps",
		version: "v1",
		plural: "replicasets",
		namespace
	}, selectorOf(workload), signal)).filter((set) => ownedBy(set, uid)).map((set) => ({
		revision: Number(set.text("metadata", "annotations", revisionKey)),
		template: set.record("spec", "template")
	})).filter(({ template }) => versionOfTemplate(template, view) === version).toSorted((one, other) => other.revision - one.revision);
	return newest === void 0 ? null : withoutHash(newest.template);
};
/** A StatefulSet remembers in its ControllerRevisions. @throws ClusterError */
const templateFromRevisions = async (workload, view, version, signal) => {
	const { cluster, namespace } = view;
	const uid = workload.needed("metadata", "uid");
	const [newest] = (await cluster.list({
		group: "apps",
		version: "v1",
		plural: "controllerrevisions",
		namespace
	}, selectorOf(workload), signal)).filter((each) => ownedBy(each, uid)).map((each) => ({
		revision: each.count("revision"),
		template: each.record("data", "spec", "template")
	})).filter(({ template }) => versionOfTemplate(template, view) === version).toSorted((one, other) => other.revision - one.revision);
	return newest === void 0 ? null : newest.template;
};
const ownedBy = (object, uid) => object.list("metadata", "ownerReferences").some((owner) => owner.text("uid") === uid);
/** The controllers' own labels say which ReplicaSet a template became; they are no part of what was asked for. */
const withoutHash = (template) => {
	const metadata = isObject(template["metadata"]) ? template["metadata"] : {};
	const labels = isObject(metadata["labels"]) ? metadata["labels"] : {};
	const kept = Object.entries(labels).filter(([key]) => key !== "pod-template-hash" && key !== "rollouts-pod-template-hash");
	return {
		...template,
		metadata: {
			...metadata,
			labels: Object.fromEntries(kept)
		}
	};
};

export { ClusterError as C, readerOf as S, isUnseen as _, versionOfTemplate as a, directionOf as b, isReady as c, podsOf as d, troubleOf as f, askedProgress as g, resultOf as h, templateFromRevisions as i, listPods as l, changeWorkload as m, imagePatch as n, instancesOf as o, versionOfPod as p, templateFromReplicaSets as r, isLeaving as s, aimOf as t, nameOf as u, openWorkload as v, isObject as x, replicasOf as y };

import { H as read, W as wanted } from "./main-gate.js";

// src/config/prior-reference.ts
const asked = "FILE#sha256:HASH, a file of this repository and the SHA-256 of its bytes, as learn prints them";
/** Reads `.github/change-risk-prior.json#sha256:…`. Without a hash the weights could be changed and nobody would know. */
const readPriorReference = (input) => {
	if (typeof input !== "string" || input.length > 500) return wanted(asked);
	const [, path = "", sha256 = ""] = /^(.+)#sha256:([0-9a-f]{64})$/.exec(input) ?? [];
	if (path === "") return wanted(asked);
	return isInside(path) ? read({
		path,
		sha256
	}) : wanted("a path inside the repository, without .. in it");
};
const isInside = (path) => !/[\p{Cc}\\:]/u.test(path) && !path.startsWith("/") && path.split("/").every((step) => step !== "" && step !== "." && step !== "..");
const formatPriorReference = ({ path, sha256 }) => `${path}#sha256:${sha256}`;

export { readPriorReference as n, formatPriorReference as t };

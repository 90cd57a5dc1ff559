// Reads flowcharts with Mermaid and writes them: node mermaid.mjs (FORMAT IN OUT)…
// What comes out is JSON: nodes with their labels, and edges. Mermaid asks for a page to be in.

import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const tools = path.resolve(process.env.TOOLS);
const { JSDOM } = createRequire(path.join(tools, "package.json"))("jsdom");
globalThis.window = new JSDOM("").window;
globalThis.document = window.document;
const place = path.join(tools, "node_modules/mermaid/dist/mermaid.core.mjs");
const mermaid = (await import(pathToFileURL(place))).default;

// Mermaid keeps a character's number as it stands until it draws.
const told = (text) =>
	text.replace(/(?:#|ﬂ°°)(\d+)(?:;|¶ß)/g, (_, code) => String.fromCodePoint(code));

for (let at = 2; at < process.argv.length; at += 3) {
	const [, from, out] = process.argv.slice(at, at + 3);
	try {
		const chart = fs.readFileSync(from, "utf8");
		await mermaid.parse(chart);
		const { db } = await mermaid.mermaidAPI.getDiagramFromText(chart);
		const nodes = {};
		for (const [id, node] of db.getVertices()) nodes[id] = { label: told(node.text) };
		const edges = db.getEdges().map((e) => [e.start, e.end, { label: told(e.text) }]);
		fs.writeFileSync(out, JSON.stringify({ nodes, edges }));
	} catch (error) {
		console.error(error);
		process.exitCode = 1;
	}
}

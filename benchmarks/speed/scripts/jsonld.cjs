// Writes N-Triples as compacted JSON-LD with jsonld.js: node jsonld.cjs CONTEXT FILE.
// N3.js reads them: jsonld.js's own reader compares every statement with all before it, and takes
// minutes where N3.js takes a second. The libraries lie in the folder of tools, which TOOLS names.

const fs = require("node:fs");
const path = require("node:path");
const { createRequire } = require("node:module");

const load = createRequire(path.join(path.resolve(process.env.TOOLS), "package.json"));
const jsonld = load("jsonld");
const { Parser } = load("n3");

async function main(context, data) {
	const quads = new Parser({ format: "N-Triples" }).parse(fs.readFileSync(data, "utf8"));
	const expanded = await jsonld.fromRDF(quads);
	const compacted = await jsonld.compact(expanded, JSON.parse(fs.readFileSync(context, "utf8")));
	process.stdout.write(`${JSON.stringify(compacted, null, 2)}\n`);
}

main(...process.argv.slice(2));

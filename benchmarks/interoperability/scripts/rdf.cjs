// Reads RDF with a library of JavaScript and writes what it read: node rdf.cjs LIBRARY (FORMAT IN OUT)…
// What comes out is N-Quads. The libraries lie in the folder of tools, which TOOLS names.

const fs = require("node:fs");
const path = require("node:path");
const { createRequire } = require("node:module");

const load = createRequire(path.join(path.resolve(process.env.TOOLS), "package.json"));

const NAMES = {
	ttl: "text/turtle",
	nt: "application/n-triples",
	nq: "application/n-quads",
	trig: "application/trig",
};

const READERS = {
	n3(format, place) {
		const { Parser, Writer } = load("n3");
		const quads = new Parser({ format: NAMES[format] }).parse(fs.readFileSync(place, "utf8"));
		return new Writer({ format: "application/n-quads" }).quadsToString(quads);
	},
	async jsonld(_, place) {
		const jsonld = load("jsonld");
		const document = JSON.parse(fs.readFileSync(place, "utf8"));
		const documentLoader = async (url) => {
			throw new Error(`The document asks for ${url}.`);
		};
		return jsonld.toRDF(document, { format: "application/n-quads", documentLoader });
	},
	async "rdfxml-streaming-parser"(_, place) {
		const { RdfXmlParser } = load("rdfxml-streaming-parser");
		const { Writer } = load("n3");
		const quads = [];
		const parser = new RdfXmlParser();
		for await (const quad of fs.createReadStream(place).pipe(parser)) quads.push(quad);
		return new Writer({ format: "application/n-quads" }).quadsToString(quads);
	},
};

async function main(library, ...files) {
	for (let at = 0; at < files.length; at += 3) {
		const [format, place, out] = files.slice(at, at + 3);
		try {
			fs.writeFileSync(out, await READERS[library](format, place));
		} catch (error) {
			console.error(error);
			process.exitCode = 1;
		}
	}
}

main(...process.argv.slice(2));

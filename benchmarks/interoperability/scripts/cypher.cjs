// Reads a script with Neo4j's own grammar of Cypher: node cypher.cjs (FORMAT IN OUT)…
// What comes out is JSON: the nodes and the links that the script makes, with what it tells of them.

const fs = require("node:fs");
const path = require("node:path");
const { createRequire } = require("node:module");

const load = createRequire(path.join(path.resolve(process.env.TOOLS), "package.json"));
const { CypherLanguageService } = load("@neo4j-cypher/language-support");

const PLAIN = { true: true, false: false, null: null };
const kind = (node) => node.constructor.name.replace(/Context$/, "");
const parts = (node) => (node.children ?? []).filter((c) => !/^[[\]{},:;()]$/.test(c.getText()));

function find(node, wanted) {
	if (kind(node) === wanted) return [node];
	return (node.children ?? []).flatMap((child) => find(child, wanted));
}

function evaluate(node) {
	const within = parts(node);
	if (kind(node) === "Map") {
		const pairs = [];
		for (let at = 0; at < within.length; at += 2)
			pairs.push([within[at].getText(), evaluate(within[at + 1])]);
		return Object.fromEntries(pairs);
	}
	if (kind(node) === "ListLiteral") return within.map(evaluate);
	if (kind(node) === "FunctionInvocation") return { [within[0].getText()]: evaluate(within[1]) };
	if (kind(node) === "Expression6" && within.length > 1)
		return within.filter((c) => c.getText() !== "+").map(evaluate).join("");
	if (within.length === 1) return evaluate(within[0]);
	const text = node.getText();
	if (text in PLAIN) return PLAIN[text];
	if (/^-?\d+$/.test(text)) return Number(text);
	return /^['"]/.test(text) ? unquote(text) : { double: text };
}

const unquote = (text) =>
	text.slice(1, -1).replace(/\\(u[\dA-Fa-f]{4}|.)/g, (_, told) => {
		if (told.length > 1) return String.fromCharCode(Number.parseInt(told.slice(1), 16));
		return { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" }[told] ?? told;
	});

function read(script) {
	const nodes = [];
	const links = [];
	for (const { ctx, syntaxErrors } of new CypherLanguageService().parse(script).statementsParsing) {
		if (syntaxErrors.length) throw new Error(JSON.stringify(syntaxErrors));
		const [unwind] = find(ctx, "UnwindClause");
		if (!unwind) continue;
		const rows = evaluate(find(unwind, "ListLiteral")[0]);
		const labels = find(ctx, "SetLabels").map((set) => find(set, "LabelType")[0].getText().slice(1));
		const [type] = find(ctx, "RelationshipPattern").map((r) => find(r, "LabelExpression")[0].getText().slice(1));
		for (const { id, a, b, facts } of rows)
			if (type) links.push([a, type, b, facts]);
			else nodes.push([id, labels, facts]);
	}
	return { nodes, links };
}

for (let at = 2; at < process.argv.length; at += 3) {
	const [, from, out] = process.argv.slice(at, at + 3);
	try {
		fs.writeFileSync(out, JSON.stringify(read(fs.readFileSync(from, "utf8"))));
	} catch (error) {
		console.error(error);
		process.exitCode = 1;
	}
}

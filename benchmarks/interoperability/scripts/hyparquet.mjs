// Reads Parquet with hyparquet and writes the rows: node hyparquet.mjs (FORMAT IN OUT)…
// What comes out is JSON, for each table its columns and rows; a date says that it is one.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const load = (name) =>
	import(pathToFileURL(path.join(path.resolve(process.env.TOOLS), "node_modules", name)));
const { parquetMetadata, parquetReadObjects, parquetSchema } = await load("hyparquet/src/index.js");
const { compressors } = await load("hyparquet-compressors/src/index.js");

function tell(value) {
	if (Array.isArray(value)) return value.map(tell);
	if (typeof value === "bigint") return Number(value);
	if (value instanceof Date) return { date: value.toISOString().slice(0, 10) };
	return value ?? null;
}

for (let at = 2; at < process.argv.length; at += 3) {
	const [, from, out] = process.argv.slice(at, at + 3);
	try {
		const tables = {};
		for (const name of fs.readdirSync(from)) {
			const content = fs.readFileSync(path.join(from, name));
			const file = content.buffer.slice(
				content.byteOffset,
				content.byteOffset + content.byteLength,
			);
			const { children } = parquetSchema(parquetMetadata(file));
			const names = children.map((column) => column.element.name);
			const rows = await parquetReadObjects({ file, compressors });
			const cells = rows.map((row) => names.map((column) => tell(row[column])));
			tables[path.parse(name).name] = { columns: names, rows: cells };
		}
		fs.writeFileSync(out, JSON.stringify(tables));
	} catch (error) {
		console.error(error);
		process.exitCode = 1;
	}
}

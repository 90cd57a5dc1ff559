// Comunica over some SPARQL endpoints: a query on each line of the input, as JSON with its name;
// an answer on each line of the output, as JSON with the name and the results.
const { createInterface } = require('node:readline');
const [library, ...urls] = process.argv.slice(2);
const { QueryEngine } = require(library);
const engine = new QueryEngine();
const sources = urls.map((value) => ({ type: 'sparql', value }));

async function answer(text) {
  const found = await engine.query(text, { sources });
  const { data } = await engine.resultToString(found, 'application/sparql-results+json');
  const parts = [];
  for await (const part of data) parts.push(part);
  return parts.join('');
}

(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    const { name, text } = JSON.parse(line);
    const told = JSON.stringify({ name, answer: await answer(text) });
    await new Promise((done) => process.stdout.write(`${told}\n`, done));
  }
  process.exit(0);
})();

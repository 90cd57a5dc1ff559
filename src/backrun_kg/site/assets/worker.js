// Holds a copy of the graph and answers queries; whoever waits too long ends it.
import init, { Store } from "./oxigraph/web.js";

const fetched = async (path, as) => {
  const reply = await fetch(new URL(path, import.meta.url));
  if (!reply.ok) throw new Error(`${path} cannot be read.`);
  return reply[as]();
};

const loaded = (async () => {
  const [engine, quads] = await Promise.all([
    fetched("oxigraph/web_bg.wasm", "arrayBuffer"),
    fetched("../downloads/backrun-kg.nq", "text"),
  ]);
  await init({ module_or_path: engine });
  const store = new Store();
  store.load(quads, { format: "application/n-quads" });
  return store;
})();

onmessage = async ({ data: { id, query, union } }) => {
  try {
    const store = await loaded;
    postMessage({ ready: true });
    const ask = (format) =>
      store.query(query, { results_format: format, use_default_graph_as_union: union });
    const answer = ask("json");
    postMessage(answer.startsWith("[") ? { id, graph: ask("ttl") } : { id, answer });
  } catch (error) {
    postMessage({ id, error: String(error.message ?? error) });
  }
};

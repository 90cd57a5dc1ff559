"use strict";
// The page that asks: fields for parameters, colours for SPARQL, answers as a table and as files.
const LIMIT = 20000;
const ROWS = 1000;
const at = (id) => document.getElementById(id);
const data = JSON.parse(at("data").textContent);
const made = (name, text = "", more = {}) =>
  Object.assign(document.createElement(name), { textContent: text }, more);

// Words
const WORDS = /(#[^\n]*)|("""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(<[^<>"{}|^`\\\s]*>)|([?$]\w+)|([A-Za-z_][\w-]*:[\w.-]*|:[\w.-]+)|\b(a|as|asc|ask|base|bind|by|construct|count|desc|describe|distinct|exists|false|filter|from|graph|group|having|in|insert|limit|max|min|minus|named|not|offset|optional|order|prefix|reduced|sample|select|separator|service|sum|true|undef|union|values|where)\b/gi;
const STYLES = ["", "comment", "string", "iri", "variable", "name", "keyword"];
const box = at("sparql");
const colour = () => {
  const text = box.value;
  const parts = [];
  let last = 0;
  for (const found of text.matchAll(WORDS)) {
    parts.push(text.slice(last, found.index));
    const kind = found.findIndex((part, place) => place && part !== undefined);
    parts.push(made("span", found[0], { className: STYLES[kind] }));
    last = found.index + found[0].length;
  }
  at("colours").replaceChildren(...parts, text.slice(last), "\n");
  at("colours").scrollTop = box.scrollTop;
  at("colours").scrollLeft = box.scrollLeft;
};
const keywords = (text) =>
  [...text.matchAll(WORDS)].filter((found) => found[6]).map((found) => found[6].toUpperCase());

// Parameters
const iri = (text) => {
  const bare = text.replace(/^<(.*)>$/, "$1");
  const [, prefix, local] = bare.match(/^(\w+):([\w-]+)$/) ?? [];
  const found = prefix in data.prefixes ? data.prefixes[prefix] + local
    : bare.includes("://") ? bare
    : data.names[bare.toLowerCase()] ?? data.base + bare.toLowerCase();
  if (/[\s<>"{}|\\^`]/.test(found)) throw new Error(`Nothing here is called “${text}”.`);
  return `<${found}>`;
};
const term = (kind, text) => {
  if (kind === "thing") return iri(text);
  if (kind === "integer") {
    if (!/^-?\d{1,18}$/.test(text)) throw new Error(`“${text}” is no whole number.`);
    return text;
  }
  return JSON.stringify(text);
};
const fields = () => [...at("fields").querySelectorAll("input")].filter((field) => field.value.trim());
const chosen = () => data.queries.find((query) => query.name === at("named").value);
const write = () => {
  const query = chosen();
  if (!query) return;
  const values = fields().map((field) => `\tVALUES ?${field.name} { ${term(field.dataset.kind, field.value.trim())} }\n`);
  box.value = query.start + values.join("") + query.rest;
  colour();
};
const choose = (values = {}) => {
  const query = chosen();
  at("says").textContent = query ? query.says : "";
  at("fields").replaceChildren(...(query ? query.parameters : []).map(({ name, kind, meaning }) => {
    const field = made("input", "", { name, value: values[name] ?? "" });
    field.dataset.kind = kind;
    const label = made("label", `${name}: ${meaning} `);
    label.append(field);
    return label;
  }));
};

// Asking
let worker = null;
let clock = 0;
let turn = 0;
let end = null;
const waiting = new Map();
const stop = (error) => {
  clearTimeout(clock);
  worker?.terminate();
  worker = null;
  waiting.forEach((resolve) => resolve({ error }));
  waiting.clear();
};
const start = () => {
  worker = new Worker(new URL("assets/worker.js", document.baseURI), { type: "module" });
  worker.onerror = () => stop("The engine cannot be started here.");
  worker.onmessage = ({ data: reply }) => {
    clearTimeout(clock);
    if (reply.ready) clock = setTimeout(stop, LIMIT, "Stopped after 20 s.");
    else waiting.get(reply.id)?.(reply);
  };
};
const inWorker = (id, query, union) => new Promise((resolve) => {
  if (!worker) start();
  end = () => stop("Stopped.");
  waiting.set(id, resolve);
  worker.postMessage({ id, query, union });
});
const atEndpoint = async (query) => {
  const control = new AbortController();
  let why = "";
  end = (told = "Stopped.") => {
    why = told;
    control.abort();
  };
  const timer = setTimeout(end, LIMIT, "Stopped after 20 s.");
  try {
    const reply = await fetch(data.endpoint, {
      method: "POST",
      body: query,
      signal: control.signal,
      headers: {
        "Content-Type": "application/sparql-query",
        Accept: "application/sparql-results+json, text/turtle;q=0.9",
      },
    });
    const text = await reply.text();
    if (!reply.ok) return { error: text };
    return /json/.test(reply.headers.get("Content-Type")) ? { answer: text } : { graph: text };
  } catch (error) {
    return { error: why || String(error.message ?? error) };
  } finally {
    clearTimeout(timer);
  }
};
const run = async () => {
  const words = keywords(box.value);
  const lines = Object.entries(data.prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}>`);
  const query = `${lines.join(" ")}\n${box.value}`;
  clear("Asking …");
  at("run").disabled = true;
  at("stop").hidden = false;
  const mine = ++turn;
  const union = !words.includes("FROM");
  const reply = await (data.endpoint ? atEndpoint(query) : inWorker(mine, query, union));
  if (mine !== turn) return;
  at("run").disabled = false;
  at("stop").hidden = true;
  if (reply.error) fail(reply.error);
  else if (reply.graph !== undefined) showGraph(reply.graph);
  else show(JSON.parse(reply.answer));
};

// Answers
let files = {};
const clear = (told) => {
  at("told").textContent = told;
  at("told").className = "";
  at("take").hidden = true;
  at("answer").replaceChildren();
};
const fail = (message) => {
  const [, line, column] = message.match(/(?:error at |line )(\d+)(?::|, column )(\d+)/) ?? [];
  clear(message.trim().replace(/\s+/g, " ").slice(0, 200));
  at("told").className = "wrong";
  if (!line || line < 2) return;
  const rest = /Prefix not found/.test(message) ? "this prefix is not declared."
    : "this is not SPARQL from here on.";
  at("told").textContent = `Line ${line - 1}, column ${column}: ${rest}`;
  const place = box.value.split("\n").slice(0, line - 2).join("\n").length + (line > 2) + Number(column) - 1;
  box.focus();
  box.setSelectionRange(place, place + 1);
};
const short = (value) => {
  for (const [prefix, start] of Object.entries(data.prefixes)) {
    const local = value.slice(start.length);
    if (value.startsWith(start) && /^[\w-]+$/.test(local)) return `${prefix}:${local}`;
  }
  return value;
};
const cell = (value, label) => {
  const box = made("td");
  if (!value) return box;
  const text = label?.value ?? (value.type === "uri" ? short(value.value) : value.value);
  const slug = value.value.startsWith(data.base) ? value.value.slice(data.base.length) : "";
  const href = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) ? `id/${slug}.html`
    : /^https?:\/\//.test(value.value) ? value.value : "";
  box.append(value.type === "uri" && href ? made("a", text, { href }) : text);
  return box;
};
const show = (answer) => {
  if ("boolean" in answer) return clear(answer.boolean ? "Yes." : "No.");
  const { vars } = answer.head;
  const rows = answer.results.bindings;
  const shown = vars.filter((name) => !(name.endsWith("Label") && vars.includes(name.slice(0, -5))));
  const table = made("table", "", { className: "answer-table" });
  const head = table.createTHead().insertRow();
  head.append(...shown.map((name) => made("th", name, { scope: "col" })));
  table.createTBody().append(...rows.slice(0, ROWS).map((row) => {
    const line = made("tr");
    line.append(...shown.map((name) => cell(row[name], row[`${name}Label`])));
    return line;
  }));
  const more = rows.length > ROWS ? `; the first ${ROWS} are shown` : "";
  clear(`${rows.length} ${rows.length === 1 ? "row" : "rows"}${more}.`);
  at("answer").replaceChildren(table);
  at("take").hidden = false;
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = rows.map((row) => vars.map((name) => quoted(row[name]?.value ?? "")));
  files = {
    csv: ["text/csv", [vars, ...lines].map((line) => `${line.join(",")}\r\n`).join("")],
    json: ["application/sparql-results+json", JSON.stringify(answer, null, "\t")],
  };
};
const showGraph = (text) => {
  clear("A graph.");
  at("answer").replaceChildren(made("pre", text));
};
const take = (name) => {
  const [type, text] = files[name];
  const href = URL.createObjectURL(new Blob([text], { type }));
  made("a", "", { href, download: `answer.${name}` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
};

// The page
const share = () => {
  const query = chosen();
  const told = query && !edited
    ? { name: query.name, ...Object.fromEntries(fields().map((field) => [field.name, field.value])) }
    : { sparql: box.value };
  at("share").href = `#${new URLSearchParams(told)}`;
};
let edited = false;
const renew = () => {
  edited = false;
  try {
    write();
  } catch (error) {
    return fail(error.message);
  }
  share();
  return run();
};
const open = () => {
  const { name = "", sparql, ...values } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  at("named").value = name;
  choose(values);
  box.value = sparql ?? "SELECT ?muscle ?muscleLabel WHERE {\n\t?muscle a br:Muscle ; skos:prefLabel ?muscleLabel .\n}\nORDER BY ?muscleLabel\n";
  if (chosen()) return renew();
  colour();
  share();
  return sparql ? run() : null;
};
if (location.protocol !== "file:" && "Worker" in window) {
  at("unable").hidden = true;
  at("ask").hidden = false;
  at("named").addEventListener("change", () => {
    choose();
    if (chosen()) renew();
  });
  at("fields").addEventListener("change", renew);
  box.addEventListener("input", () => {
    edited = true;
    colour();
    share();
  });
  box.addEventListener("scroll", colour);
  at("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  at("stop").addEventListener("click", () => end());
  at("csv").addEventListener("click", () => take("csv"));
  at("json").addEventListener("click", () => take("json"));
  window.addEventListener("hashchange", open);
  open();
}

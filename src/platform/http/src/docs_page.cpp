#include "docs_page.hpp"

namespace kontor::platform::http {

const char* const docs_html = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API reference</title>
<link rel="stylesheet" href="/docs/reference.css">
<script src="/docs/reference.js" defer></script>
</head>
<body>
<nav id="contents" aria-label="Operations"></nav>
<main id="reference"><p>Reading <a href="/openapi.json">/openapi.json</a> ...</p></main>
</body>
</html>
)html";

const char* const docs_style = R"css(
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
* { box-sizing: border-box; }
body { margin: 0; display: flex; font: 15px/1.5 system-ui, sans-serif; }
nav { width: 20rem; height: 100vh; position: sticky; top: 0; overflow: auto; padding: 1rem;
      border-right: 1px solid var(--line); font-size: 13px; overflow-wrap: anywhere; }
nav h2 { font-size: 13px; margin: 1rem 0 .25rem; }
nav a { display: block; padding: .1rem 0; color: inherit; text-decoration: none; }
nav a:hover { text-decoration: underline; }
main { flex: 1; min-width: 0; max-width: 60rem; padding: 1rem 2rem; }
article { border-top: 1px solid var(--line); padding: 1rem 0; }
h3 { margin: 0 0 .25rem; }
h4 { margin: .75rem 0 .25rem; font-size: 13px; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { background: var(--soft); padding: .5rem .75rem; overflow: auto; margin: .25rem 0; }
.method { font-weight: 700; display: inline-block; min-width: 4.5em; }
table { border-collapse: collapse; width: 100%; }
td { border-top: 1px solid var(--line); padding: .25rem .75rem .25rem 0; vertical-align: top; }
@media (max-width: 50rem) { body { display: block; } nav { width: auto; height: auto;
      position: static; border: 0; } main { padding: 1rem; } }
)css";

const char* const docs_script = R"js('use strict';
const methods = ['get', 'post', 'put', 'patch', 'delete'];

function element(name, attributes, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
}

function shape(schema, schemas, seen = []) {
  if (!schema) return '';
  if (schema.$ref) {
    const name = schema.$ref.split('/').pop();
    return seen.includes(name) ? name : shape(schemas[name], schemas, [...seen, name]);
  }
  const choices = schema.oneOf || schema.anyOf;
  if (choices) return choices.map(choice => shape(choice, schemas, seen)).join(' | ');
  if (schema.enum && !schema.description) return schema.enum.map(value => JSON.stringify(value)).join(' | ');
  if (schema.type === 'array') return shape(schema.items, schemas, seen) + '[]';
  if (schema.properties) {
    const required = schema.required || [];
    const members = Object.entries(schema.properties).map(([name, member]) =>
      `${name}${required.includes(name) ? '' : '?'}: ${shape(member, schemas, seen)}`);
    return '{\n' + members.join(',\n').replace(/^/gm, '  ') + '\n}';
  }
  const rule = schema.description || schema.format || schema.pattern;
  return [].concat(schema.type || 'any').join(' | ') + (rule ? ` (${rule})` : '');
}

function table(rows) {
  return element('table', {}, ...rows.map(cells =>
    element('tr', {}, ...cells.map(cell => element('td', {}, cell)))));
}

function content(described, schemas) {
  return Object.entries(described.content || {}).map(([type, media]) =>
    element('pre', {}, type + '\n' + shape(media.schema, schemas)));
}

function article(path, method, operation, schemas) {
  const made = element('article', {id: operation.operationId},
    element('h3', {}, operation.summary),
    element('pre', {}, element('span', {className: 'method'}, method.toUpperCase()), path));
  for (const text of (operation.description || '').split('\n\n').filter(Boolean))
    made.append(element('p', {}, text));
  if (operation.parameters.length)
    made.append(element('h4', {}, 'Parameters'), table(operation.parameters.map(parameter =>
      [element('code', {}, parameter.name + (parameter.required ? '' : '?')), parameter.in,
       shape(parameter.schema, schemas)])));
  if (operation.requestBody)
    made.append(element('h4', {}, 'Body'), ...content(operation.requestBody, schemas));
  made.append(element('h4', {}, 'Answers'));
  const answers = Object.entries(operation.responses);
  for (const [status, answer] of answers.filter(([status]) => status < 300))
    made.append(element('p', {}, element('code', {}, status), ' ' + answer.description),
      ...content(answer, schemas));
  made.append(table(answers.filter(([status]) => status >= 300).map(([status, answer]) =>
    [element('code', {}, status), answer.description])));
  return made;
}

async function show() {
  const api = await (await fetch('/openapi.json')).json();
  const groups = new Map();
  for (const [path, operations] of Object.entries(api.paths))
    for (const method of methods.filter(name => operations[name])) {
      const group = (operations[method].tags || ['Other'])[0];
      groups.set(group, [...(groups.get(group) || []), [path, method, operations[method]]]);
    }
  const reference = document.getElementById('reference');
  const contents = document.getElementById('contents');
  document.title = `${api.info.title} API`;
  reference.replaceChildren(element('h1', {}, `${api.info.title} API ${api.info.version}`));
  for (const [group, operations] of groups) {
    contents.append(element('h2', {}, group));
    reference.append(element('h2', {}, group));
    for (const [path, method, operation] of operations) {
      contents.append(element('a', {href: '#' + operation.operationId},
        `${method.toUpperCase()} ${path}`));
      reference.append(article(path, method, operation, api.components.schemas));
    }
  }
  // What the address names was not there yet when the page was loaded.
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

show();
)js";

}  // namespace kontor::platform::http

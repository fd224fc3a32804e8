import { DOCUMENTS } from './documents.ts';
import { nameOf, PLACEHOLDERS, SAMPLES } from './samples.ts';

/** Text within a script element must not end it. */
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');

const each = <T>(items: readonly T[], render: (item: T) => string): string =>
  items.map(render).join('\n        ');

const STYLE = `
      html, body { height: 100%; margin: 0; }
      body { display: flex; flex-direction: column; }
      #root { flex: 1; min-height: 0; }
      #root .graphiql-container { height: 100%; width: 100%; }
      #bar { display: flex; align-items: center; gap: 20px; padding: 6px 16px; font: 14px sans-serif; border-bottom: 1px solid #ddd; }
      #bar summary { cursor: pointer; }
      #bar details { position: relative; }
      #bar details > div { position: absolute; z-index: 10; top: 28px; padding: 8px 16px; background: #fff; border: 1px solid #ccc; border-radius: 6px; }
      #bar table { width: 560px; border-spacing: 0 6px; }
      #bar th { text-align: left; vertical-align: top; padding-right: 16px; white-space: nowrap; font-family: monospace; }
      #bar ol { margin: 0; padding-left: 24px; }
      #session { margin-left: auto; }
      /* The bar has the title. */
      .graphiql-container .graphiql-logo { display: none; }
      /* When the page is laid out anew, GraphiQL shifts each tab and hides that only until the tab has the focus. */
      .graphiql-tab { transform: none !important; }`;

/**
 * The playground's page.
 *
 * @param path where it is; its files lie below
 */
export const renderPage = (path: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>My Broker B3: playground</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${path}/graphiql.css" />
    <style>${STYLE}
    </style>
  </head>
  <body>
    <noscript>The playground needs JavaScript.</noscript>
    <header id="bar">
      <b>My Broker B3</b>
      <details id="samples"><summary>Samples</summary><div><ol>
        ${each(SAMPLES, (sample) => `<li><button type="button">${nameOf(sample)}</button></li>`)}
      </ol></div></details>
      <details id="placeholders"><summary>Placeholders</summary><div>
        Words that a tab's variables may have, and what replaces them when it runs:
        <table>
        ${each(PLACEHOLDERS, ({ word, meaning }) => `<tr><th>${escape(word)}</th><td>${escape(meaning)}</td></tr>`)}
        </table>
      </div></details>
      ${each(DOCUMENTS, ({ file, title }) => `<a href="/${file}" target="_blank">${title}</a>`)}
      <span id="session"></span>
    </header>
    <div id="root"></div>
    <script type="application/json" id="samples-of-tabs">${inScript(SAMPLES)}</script>
    <script src="${path}/workers.js"></script>
    <script src="${path}/graphiql.js"></script>
    <script src="${path}/main.js" type="module"></script>
  </body>
</html>
`;

/** Script that sets the URLs of the editor's workers. */
export const renderWorkers = (path: string): string => `self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) =>
    '${path}/' + ({ json: 'json', graphql: 'graphql' }[label] ?? 'editor') + '.worker.js',
};
`;

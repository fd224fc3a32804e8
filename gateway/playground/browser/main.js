/* global document, YogaGraphiQL */
/* The playground: GraphiQL over the broker's graph, with samples. */

import { fillIn, MissingValue } from './placeholders.js';
import { post, subscribe } from './requests.js';
import { showSession } from './session.js';
import { openSample, prepareTabs } from './tabs.js';

/** True when the operation that runs is a subscription. */
function isSubscription({ query, operationName }) {
  const code = query.replace(/#[^\n]*/g, '');
  const name = operationName ? `\\s+${operationName}\\b` : '';
  return new RegExp(`\\bsubscription${name}`).test(code);
}

async function fetcher(parameters, { headers } = {}) {
  try {
    const payload = { ...parameters, variables: await fillIn(parameters.variables ?? {}) };
    return isSubscription(payload) ? subscribe(payload, headers) : await post(payload, headers);
  } catch (error) {
    if (error instanceof MissingValue) return { errors: [{ message: error.message }] };
    throw error;
  }
}

const samples = JSON.parse(document.querySelector('#samples-of-tabs').textContent);
prepareTabs(samples);

/* GraphiQL measures a drag from where it shifted the tab to (see the page's style): a click that moves by some pixels
   would move the tab to the end. So tabs cannot be dragged. */
const root = document.querySelector('#root');
const keepTab = (event) => {
  if (event.target.closest('.graphiql-tab')) event.stopPropagation();
};
root.addEventListener('pointerdown', keepTab, { capture: true });

/* A click outside closes an open menu of the bar. */
const menus = [...document.querySelectorAll('#bar details')];
document.addEventListener('click', ({ target }) => {
  for (const menu of menus) if (!menu.contains(target)) menu.open = false;
});
document.querySelector('#samples').addEventListener('click', ({ target, currentTarget }) => {
  if (target.tagName !== 'BUTTON') return;
  currentTarget.open = false;
  openSample(target.textContent);
});

showSession();
YogaGraphiQL.renderYogaGraphiQL(root, {
  fetcher,
  title: 'My Broker B3',
  defaultTabs: samples,
  shouldPersistHeaders: false,
  onEditQuery: () => {},
});

/*
 * Stops a command of npm on a Node that is too old, before anything else is loaded: there it would end in a stack trace. Any Node
 * must be able to run this file, so it is old JavaScript.
 */
'use strict';

const required = require('../package.json').engines.node;

/** Whether a version is in a range such as "^20.19 || >=22.12". */
function isIn(range, version) {
  const [major, minor] = version.split('.').map(Number);
  return range.split('||').some((part) => {
    const [, operator, least, leastMinor] = /^\s*(\^|>=)(\d+)\.(\d+)/.exec(part);
    if (major === Number(least)) return minor >= Number(leastMinor);
    return operator === '>=' && major > Number(least);
  });
}

if (!isIn(required, process.versions.node)) {
  console.error(
    'My Broker B3 needs Node 24 (20 from 20.19 on and 22 from 22.12 on work, too), and this is Node ' +
      process.versions.node +
      ': install Node 24 from https://nodejs.org, then run "npm ci" again.',
  );
  process.exit(1);
}

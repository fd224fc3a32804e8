// Runs in a process of the broker before any module is loaded (node-arguments.ts).

// graphql reads it when it is loaded: its checks for developers take a tenth of a query's time.
process.env.NODE_ENV ??= 'production';

// The space of young objects would grow while the modules are loaded, and stay so. As an argument, Node ignores this flag.
require('node:v8').setFlagsFromString('--semi-space-growth-factor=1');

/** What a bundler for the browser gets in place of the runtimes (package.json, exports). It exports nothing on purpose. */
throw new Error("Component runtimes are for the server: import @cordboard/components/manifest or /editor in browser code.");

// Where the thread beside the main one begins (cli/every-environment.ts).
//
// Surprising: what it does is loaded late, so that it comes compiled from the cache, which every thread must ask for itself.

import { enableCompileCache } from "node:module";

enableCompileCache();
await import("./environment-work.ts");

// The product's version, from the one place that states it: package.json. The build folds it in.

import manifest from "../package.json" with { type: "json" };

export const VERSION: string = manifest.version;

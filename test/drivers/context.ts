// What the engine gives to a call, for tests: nothing expires, and a secret is made of its reference.

export { actContext, lookContext } from "../../runtime/conformance.ts";

// The class behind `@iarna/toml`, which comes without types. Only what runtime/toml.ts uses.

declare module "@iarna/toml/lib/toml-parser.js" {
  class TomlParser {
    parse(text: string): void;
    finish(): unknown;
    /** Each is a state of the parser, called with the name that was read last. */
    recordAssignKeyword(name: string): unknown;
    parseTableMore(name: string): unknown;
    parseListMore(name: string): unknown;
  }
  export = TomlParser;
}

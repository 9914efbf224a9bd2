// rules: 5.13, 5.15
// What the runtime must know of a kind is written as it is, once, where it belongs.
  @version("one")
//         ^^^^^ error[SP2101]: expected Int, found "one"
  @replace("swap")
//         ^^^^^^ error[SP2101]: expected "delete-first" | "create-first", found "swap"
  @settles(5)
//         ^ error[SP2101]: expected Duration, found 5
  @holdsData(true)
//^^^^^^^^^^^^^^^^ error[SP2106]: `@holdsData` cannot be used so: it takes no value and gets 1
  @irreversable
// ^^^^^^^^^^^^ error[SP2111]: there is no annotation `@irreversable` here
kind Thing by thing {
  @key name: String
  @key size: Int?
//^^^^ error[SP2114]: this cannot be declared so: what identifies an object is never absent
  @key token: Secret<String>
//^^^^ error[SP2114]: this cannot be declared so: what identifies an object is known, and no secret
  @key output id: String
//^^^^ error[SP2114]: this cannot be declared so: an output identifies nothing: it is known only after apply
  @forces output made: String
//^^^^^^^ error[SP2114]: this cannot be declared so: an output is never changed
  @stable label: String
//^^^^^^^ error[SP2114]: this cannot be declared so: only an output can stay what it is
  @own list: [String]
//^^^^ error[SP2114]: this cannot be declared so: only a map is owned whole or by its keys
  @own("half") map: {String: String}
//     ^^^^^^ error[SP2101]: expected "whole", found "half"
  @key @key twice: String
//      ^^^ error[SP2112]: `@key` is written twice in one block
  @keey wrong: String
// ^^^^ error[SP2111]: there is no annotation `@keey` here
}
let seconds = 5s
@settles(seconds)
//       ^^^^^^^ error[SP2114]: this cannot be declared so: what stands before a declaration is written as it is
kind Nameless by thing { name: String }
//   ^^^^^^^^ error[SP2114]: this cannot be declared so: a kind needs a field that identifies its objects

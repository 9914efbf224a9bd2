// rule: 5.23
// What stands before a declaration is about the declaration, and what stands in a block about the resource.
import std.file { File }
@deprecated("use Other") type Old { a: Int }
  @protect
//^^^^^^^^ error[SP2115]: `@protect` stands inside a resource's block only
type Wrong { @key a: Int }
//            ^^^ error[SP2111]: there is no annotation `@key` here
system Site {
  @deprecated param n: Int = 1
  a: File { path = "/a", @deprecated("x") }
//                        ^^^^^^^^^^ error[SP2111]: there is no annotation `@deprecated` here
  @after(a) b: File { path = "/b" }
//^^^^^^^^^ error[SP2115]: `@after` stands inside a resource's block only
}

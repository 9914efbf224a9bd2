// rule: 4.27
// A default sees the fields beside it and the file, and not those of what it stands in.
let base = 8000
type Inner { port: Port = base + offset, offset: Int = 1, wrong: Int = outer }
//                                                                     ^^^^^ error[SP2001]: nothing here is named `outer`
type Outer { outer: Int = 1, inner: Inner = {} }

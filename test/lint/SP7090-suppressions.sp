// lint: allow SP7001 because it is kept for a script
let _kept = 1

let _trailing = 1 // lint: allow SP7001 because it is kept for a script

let _found = 1
//  ^^^^^^ SP7001: nothing uses `_found`

// lint: allow SP7001 because it speaks for the whole system
// and a comment may stand between
system Site {
  let inside = 1
}
//
let read = 2 // lint: allow SP7001 because it is read
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ SP7090: there is no SP7001 here to allow
system More {
  let text = """
    // lint: allow SP7001 because this is text
    """
  output value = "${text} // lint: allow SP7001 because this is text too ${read}"
}
// lint: allow SP7014 because that rule is off here
let _last = 1 // lint: allow SP7001 because of the end

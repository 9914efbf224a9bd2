// rule: 3.9
// A name with `_` belongs to its file: an overlay in another one does not reach it, nor does an import.
import "./inner.sp" { Inner, _hidden, shown }
//                           ^^^^^^^ error[SP2003]: `inner.sp` declares no `_hidden`
system Site {
  inner: Inner { _secret = 1, open = 2 }
//               ^^^^^^^ error[SP2202]: `_secret` is private to the file that declares it
  output a = inner._secret
//                 ^^^^^^^ error[SP2102]: `Inner` has no `_secret`
  output b = shown
}
overlay o on Inner { _secret = 5, open = _secret }
//                   ^^^^^^^ error[SP2202]: `_secret` is private to the file that declares it
//                                       ^^^^^^^ error[SP2001]: nothing here is named `_secret`
// --- file: inner.sp
let _hidden = 1
let shown = _hidden + 1
system Inner { param _secret: Int = 1, param open: Int = _secret, output _out = open }
overlay p on Inner { _secret = 5 }
system Near { inner: Inner, output c = inner._secret + inner._out }

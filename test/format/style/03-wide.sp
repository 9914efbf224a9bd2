// Wide characters take two columns, in what is aligned and in what still fits.
let names = {
  "日本" = 1 // one
  "de" = 2 // two
  "é" = 3 // three
}
let long = { "語" = "語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語", b = "語語語語語語語語語語" }
type Wide {
  a: String = "語語" // four
  bb: String = "x" // five
}

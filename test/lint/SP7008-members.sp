@deprecated("use Shop instead")
system Old { output text = 1 }

@deprecated
let base = 1

type Level = Int in 1..9

system Shop {
  @deprecated("use level")
  param size: Int = base
//                  ^^^^ SP7008: `base` is deprecated
  param level: Level = 1
  old: Old { }
//     ^^^ SP7008: `Old` is deprecated: use Shop instead
  output sum = size + level
}

@deprecated("it was a trial")
overlay trial on Shop { level = 2 }

overlay sized on Shop { size = 2 }
//                      ^^^^ SP7008: `size` is deprecated: use level

environment prod = Shop with sized, trial
//                                  ^^^^^ SP7008: `trial` is deprecated: it was a trial

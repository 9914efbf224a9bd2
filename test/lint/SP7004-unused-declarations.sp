type Used = Int in 1..9
type Idle = Int in 1..9
//   ^^^^ SP7004: nothing uses the type `Idle`
type Inner { name: String }
type Outer { inner: Inner }

system Site { param size: Used = 1, param outer: Outer? , output text = size }

system Spare { output text = 1 }
//     ^^^^^ SP7004: nothing uses the system `Spare`

environment dev = Site

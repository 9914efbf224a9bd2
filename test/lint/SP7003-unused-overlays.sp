system Site { param size: Int = 1, output text = size }

overlay large on Site { size = 2 }

overlay huge on Site { size = 3 }
//      ^^^^ SP7003: no environment uses the overlay `huge`

environment dev = Site with large

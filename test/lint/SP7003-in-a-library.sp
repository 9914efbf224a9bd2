system Site { param size: Int = 1, output text = size }

overlay large on Site { size = 2 }

let wait = 10sec

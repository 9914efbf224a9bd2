type Port = Int in 1024..65535

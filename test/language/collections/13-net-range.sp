// rule: 8.2
system Site {
  param network: Cidr = "10.0.0.0/28"
  output a = network.subnet(8, 0)
//                   ^^^^^^ error[SP3005]: this has no result: /28 and 8 bits more is no prefix of 32 bits
  output b = network.subnet(2, 4)
//                   ^^^^^^ error[SP3005]: this has no result: there are 4 such networks, counted from 0
  output c = network.host(16)
//                   ^^^^ error[SP3005]: this has no result: the network has 16 addresses, counted from 0
}
environment dev = Site

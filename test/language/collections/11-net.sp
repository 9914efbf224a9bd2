// rule: 8.16
// Networks: a value of type Cidr has the methods of networks, and those of text.
system Site {
  param network: Cidr = "10.0.0.0/16"
  param six: Cidr = "2001:db8::/32"
  param ip: Ip = "10.0.3.4"
  output subnets = [network.subnet(4, i) for i in 0..2]
  output host = network.subnet(8, 3).host(4)
  output inside = network.contains(ip)
  output outside = six.contains(ip)
  output first = six.subnet(16, 1).host(1)
  output last = network.host(-1)
  output text = network.split("/")
  output version = [ip.version(), six.version()]
}
environment dev = Site
// --- expect
{ "outputs": { "subnets": ["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/20"], "host": "10.0.3.4", "inside": true, "outside": false, "first": "2001:db8:1::1", "last": "10.0.255.255", "text": ["10.0.0.0", "16"], "version": [4, 6] } }

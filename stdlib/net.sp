// Arithmetic with addresses and networks, of version 4 and 6.

/// The network number `index` of those with `bits` bits more in their prefix.
@example(subnet("10.0.0.0/16", 4, 2) == "10.0.32.0/20")
fn subnet(self: Cidr, bits: Int in 0..128, index: Int in 0..): Cidr

/// The address number `index`; from the end, when it is negative.
@example(host("10.0.0.0/24", 5) == "10.0.0.5")
@example(host("10.0.0.0/24", -2) == "10.0.0.254")
@example(host("2001:db8::/64", 1) == "2001:db8::1")
fn host(self: Cidr, index: Int): Ip

/// Whether the address or the network lies in it.
@example(contains("10.0.0.0/8", "10.1.2.3"))
@example(not contains("10.0.0.0/16", "10.0.0.0/8"))
fn contains(self: Cidr, other: String): Bool

/// Whether they have addresses in common.
@example(overlaps("10.0.0.0/8", "10.5.0.0/16"))
fn overlaps(self: Cidr, other: Cidr): Bool

/// Its first address.
@example(network("10.0.3.7/16") == "10.0.0.0")
fn network(self: Cidr): Ip

/// Its last address.
@example(broadcast("10.0.0.0/24") == "10.0.0.255")
fn broadcast(self: Cidr): Ip

/// The length of its prefix.
@example(prefix("10.0.0.0/16") == 16)
fn prefix(self: Cidr): Int

/// Its mask.
@example(netmask("10.0.0.0/20") == "255.255.240.0")
fn netmask(self: Cidr): Ip

/// How many addresses it has.
@example(size("10.0.0.0/24") == 256)
fn size(self: Cidr): Int

/// 4 or 6.
@example(version("2001:db8::1") == 6)
fn version(self: String): Int

system Shop
{
  param port: Port = "x"
}
